// Keeps an officer's page for when there is no network: what was loaded last is shown.

const shelf = 'officer'

self.addEventListener('install', () => /** @type {any} */ (self).skipWaiting())
self.addEventListener('activate', (e) => /** @type {any} */ (e).waitUntil(/** @type {any} */ (self).clients.claim()))
self.addEventListener('fetch', (/** @type {any} */ e) => {
  if (e.request.method === 'GET') e.respondWith(fresh(e.request))
})

/** The answer of the server, else the one that it gave last. @param {Request} request */
async function fresh(request) {
  const store = await caches.open(shelf)
  try {
    const answer = await fetch(request)
    if (answer.ok) await store.put(request, answer.clone())
    return answer
  } catch (gone) {
    const last = await store.match(request)
    if (last) return last
    throw gone
  }
}

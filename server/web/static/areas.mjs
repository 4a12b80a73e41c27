// Deleting an area, once it is asked again whether that is meant.
import { say, ask, one } from './say.mjs'

for (const found of document.querySelectorAll('[data-area]')) {
  const button = /** @type {HTMLButtonElement} */ (found)
  button.hidden = false
  button.addEventListener('click', async () => {
    if (!confirm(say('Delete {1} for the whole station?', button.dataset.name ?? ''))) return
    try {
      await ask('DELETE', `/areas/${encodeURIComponent(button.dataset.area ?? '')}`)
      location.reload()
    } catch (/** @type {any} */ failed) {
      one('#wrong').textContent = failed.message
      one('#wrong').hidden = false
    }
  })
}

// How far an answer is; shown when it is there.

/** @type {any} */
const bar = document.querySelector('#progress')
const { job } = bar.dataset
const events = new EventSource(`/jobs/${job}/events`)
events.onmessage = (/** @type {MessageEvent} */ e) => {
  const told = JSON.parse(e.data)
  bar.value = told.progress
  if (!['accepted', 'running'].includes(told.status)) {
    events.close()
    location.assign(`/month/staffing?job=${job}`)
  }
}

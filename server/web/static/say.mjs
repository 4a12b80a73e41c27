// Words for people in the page's language; English sentences are the keys, {1} stands for the first value.

const lang = document.documentElement.lang
/** @type {Record<string, string>} */
const table = lang === 'en' ? {} : await (await fetch(`/words/${lang}`)).json()

/**
 * @param {string} english
 * @param {...(string | number)} values
 */
export function say(english, ...values) {
  return (table[english] ?? english).replace(/\{(\d+)\}/g, (_, n) => String(values[n - 1] ?? ''))
}

/**
 * The element that a selector finds; the page has it.
 * @param {string} selector
 * @param {ParentNode} [within]
 * @returns {any}
 */
export const one = (selector, within = document) => within.querySelector(selector)

/**
 * Makes an element: its attributes and listeners (`onclick`), its children.
 * @param {string} tag
 * @param {Record<string, any>} [attributes]
 * @param {...(Node | string)} children
 * @returns {any}
 */
export function make(tag, attributes = {}, ...children) {
  const e = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith('on')) e.addEventListener(name.slice(2), value)
    else if (value === true) e.setAttribute(name, '')
    else if (value !== false && value != null) e.setAttribute(name, String(value))
  }
  e.append(...children)
  return e
}

/**
 * Asks the server; a refusal becomes an Error that says what to do.
 * @param {string} method
 * @param {string} address
 * @param {unknown} [body]
 * @param {Record<string, string>} [headers]
 */
export async function ask(method, address, body, headers = {}) {
  let answer
  try {
    answer = await fetch(address, {
      method, headers: body === undefined ? headers : { 'Content-Type': 'application/json', ...headers },
      body: body === undefined ? undefined : JSON.stringify(body),
    })
  } catch {
    throw new Error(say('The server does not answer; try again.'))
  }
  const told = answer.headers.get('Content-Type')?.includes('json') ? await answer.json() : await answer.text()
  if (!answer.ok) throw Object.assign(new Error(told.detail || told.title || answer.statusText), { parameter: told.parameter, status: answer.status })
  return told
}

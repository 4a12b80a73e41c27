// The station's usual shifts on the form: chosen, kept under a name, removed.
import { say, make, ask, one } from './say.mjs'

/** @typedef {{name: string, from: string, until: string}} Preset */

/** What a station that has kept none may begin with. @type {Preset[]} */
const common = [{ name: '', from: '19:00', until: '07:00' }, { name: '', from: '20:00', until: '04:00' }, { name: '', from: '14:00', until: '00:00' }]

export class Presets {
  /**
   * @param {any} form its fields from and until are what is chosen
   * @param {() => void} changed
   * @param {(sentence: string) => void} wrong
   */
  constructor(form, changed, wrong) {
    this.form = form
    this.changed = changed
    this.wrong = wrong
    /** The hours of the last plan. @type {Preset | null} */
    this.last = null
    /** @type {Preset[]} */
    this.kept = []
    one('#save-preset').addEventListener('click', () => this.#keep())
    one('#preset-name').addEventListener('keydown', (/** @type {KeyboardEvent} */ e) => {
      if (e.key !== 'Enter') return
      this.#keep()
    })
    form.addEventListener('input', () => this.#mark())
  }

  /** Offers them, that of the last plan first. @param {Preset | null} last */
  async open(last) {
    this.last = last
    await this.#try(async () => { this.kept = (await ask('GET', '/presets')).presets })
    this.#show()
  }

  async #keep() {
    const { from, until } = this.form.elements
    const name = one('#preset-name')
    if (!name.value.trim()) return name.focus()
    await this.#try(async () => {
      this.kept = (await ask('POST', '/presets', { name: name.value.trim(), from: from.value, until: until.value })).presets
      name.value = ''
    })
    this.#show()
  }

  /** @param {Preset} preset */
  async #remove(preset) {
    await this.#try(async () => {
      await ask('DELETE', `/presets/${encodeURIComponent(preset.name)}`)
      this.kept = this.kept.filter((p) => p !== preset)
    })
    this.#show()
    one('#preset-name').focus()
  }

  /** @param {() => Promise<void>} step */
  async #try(step) {
    try {
      await step()
      this.wrong('')
    } catch (/** @type {any} */ failed) {
      this.wrong(failed.message)
    }
  }

  #show() {
    const offered = this.kept.length ? this.kept : common
    one('#presets').replaceChildren(...(this.last ? [this.#choice(say('As in the last plan'), this.last)] : []),
      ...offered.map((p) => this.#choice(`${p.name} ${p.from}–${p.until}`.trim(), p)))
    one('#kept-presets').replaceChildren(...this.kept.map((p) => make('div', { class: 'item' }, `${p.name} ${p.from}–${p.until} `,
      make('button', { type: 'button', class: 'quiet small', 'aria-label': say('Remove {1}', p.name), title: say('Remove {1}', p.name), onclick: () => this.#remove(p) }, '×'))))
    this.#mark()
  }

  /** @param {string} label @param {Preset} preset */
  #choice(label, preset) {
    return make('button', {
      type: 'button', class: 'quiet small', 'data-from': preset.from, 'data-until': preset.until, onclick: () => {
        this.form.elements.from.value = preset.from
        this.form.elements.until.value = preset.until
        this.#mark()
        this.changed()
      },
    }, label)
  }

  /** Marks those whose hours the form has. */
  #mark() {
    const { from, until } = this.form.elements
    for (const b of document.querySelectorAll('#presets button')) {
      const { dataset } = /** @type {HTMLElement} */ (b)
      b.setAttribute('aria-pressed', String(dataset.from === from.value && dataset.until === until.value))
    }
  }
}

/** Work on thousands of things in stretches, between which the page answers. */

/** Far below the 100 ms within which the page answers: what it draws in between and a busy machine come on top. */
const stretchMs = 10

export class Stretch {
  #begunMs = performance.now()

  get isOver(): boolean {
    return performance.now() - this.#begunMs >= stretchMs
  }

  /** The page's turn; then the next stretch begins. */
  async rest(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve))
    this.#begunMs = performance.now()
  }
}

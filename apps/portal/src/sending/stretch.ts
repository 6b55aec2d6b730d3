/** Work on thousands of things in stretches, between which the page answers. */

const stretchMs = 20

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

/** One string for all that are equal, so that a hundred thousand instances of a study keep its UID once. */
export class SameText {
  readonly #known = new Map<string, string>()

  one(text: string): string {
    const known = this.#known.get(text)
    if (known !== undefined) return known
    this.#known.set(text, text)
    return text
  }
}

/** How much a text looks like one of our neighbourhood: where the code page is not said, the likelier reading is taken. */

const CZECH_AND_SLOVAK = /[áčďéěíňóřšťúůýžľĺŕôä]/giu
const NEIGHBOURS = /[ąćęłńśźżöüßőűâăîșşțţ]/giu
const HARDLY_IN_NAMES = /[^\p{L}\p{N}\p{P}\p{Zs}]/gu

/** Higher: likelier. Only readings of the same bytes compare. */
export function plausibility(text: string): number {
  const count = (pattern: RegExp) => text.match(pattern)?.length ?? 0
  // A capital between small letters is what the wrong code page makes of a small letter.
  const oddCapitals = count(/\p{Ll}\p{Lu}\p{Ll}/gu)
  return 4 * count(CZECH_AND_SLOVAK) + count(NEIGHBOURS) - 5 * count(HARDLY_IN_NAMES) - 4 * oddCapitals
}

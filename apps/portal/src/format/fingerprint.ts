/** Pairs of digits, as certificate viewers show them, so that both can be compared by eye. */
export function formatFingerprint(fingerprint: string): string {
  return (
    fingerprint
      .replaceAll(/[^0-9a-f]/gi, '')
      .toUpperCase()
      .match(/../g) ?? []
  ).join(' ')
}

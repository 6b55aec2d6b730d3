/** What an operator writes into the fields of a gateway, taken apart. */

/** Certificates as PEM, and fingerprints, one on a line; what is neither is passed on for the centre to refuse. */
export function certificatesOf(text: string): readonly string[] {
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g) ?? []
  const rest = text.replaceAll(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g, '\n')
  return [...blocks, ...lines(rest, /\n/)]
}

/** Addresses and networks, one on a line or parted by commas or spaces. */
export function addressesOf(text: string): readonly string[] {
  return lines(text, /[\s,;]+/)
}

function lines(text: string, parting: RegExp): readonly string[] {
  return text
    .split(parting)
    .map((line) => line.trim())
    .filter((line) => line !== '')
}

/** Text of others within XML and HTML, as content or as the value of an attribute. */

/** XML 1.0 §2.2: what is no character of XML is left out, as it cannot be written. */
const NO_CHARACTERS = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu
const MARKUP: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

export function inXml(value: string): string {
  return value.replace(NO_CHARACTERS, '').replace(/[&<>"']/g, (character) => MARKUP[character] ?? character)
}

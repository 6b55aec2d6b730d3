/** What comes from others, on a terminal: unable to steer it. */

/** Control characters, which a terminal would obey, and what turns the direction of writing. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const STEERING = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g

export function plain(text: string): string {
  return text.replace(STEERING, '\ufffd')
}

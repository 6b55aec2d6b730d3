/** A text of somebody else's within a sentence, in the quotation marks of the language: “…” in English, „…“ in Czech and Slovak. */
export function quoted(text: string, language: string): string {
  return language === 'en' ? `“${text}”` : `„${text}“`
}

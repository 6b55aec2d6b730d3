const rules = new Intl.PluralRules('en')

/** `1 image`, `2 images`. */
export function counted(number: number, one: string): string {
  return `${number} ${rules.select(number) === 'one' ? one : `${one}s`}`
}

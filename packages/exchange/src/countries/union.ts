/** Countries whose providers may take part: ISO 3166-1, two letters. */

/** Members of the European Union. */
export const UNION = 'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK'.split(
  ' ',
)

/** With those of the European Economic Area, where Directive 2011/24/EU (cross-border healthcare) holds as well. */
export const AREA: readonly string[] = [...UNION, 'IS', 'LI', 'NO'].sort()

/** Which texts of a new version cannot be published. */
import type { ConditionsTexts } from '../../api/conditions-versions.ts'

const languages = ['cs', 'en'] as const

/** Both are needed, and one at least must differ from the latest: a translation alone may be mended. */
export function faultyTexts(
  texts: ConditionsTexts,
  latest: ConditionsTexts | undefined,
): readonly (keyof ConditionsTexts)[] {
  if (languages.every((language) => texts[language] === latest?.[language])) return languages
  return languages.filter((language) => texts[language].trim() === '')
}

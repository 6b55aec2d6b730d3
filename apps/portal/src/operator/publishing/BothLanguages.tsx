/** The text of what is published, in both languages. */
import { Textarea } from '@mantine/core'

const languages = ['cs', 'en'] as const
type Language = (typeof languages)[number]

interface BothLanguagesProps {
  /** Of the fields, the language behind it. */
  readonly ids: string
  readonly rows: number
  readonly maxLength: number
  readonly labels: Readonly<Record<Language, string>>
  readonly hint: string
  readonly texts: Readonly<Record<Language, string>>
  readonly onChange: (language: Language, text: string) => void
  readonly isFaulty: (language: Language) => boolean
  readonly fault: string
}

export function BothLanguages(props: BothLanguagesProps) {
  const { ids, rows, maxLength, labels, hint, texts, onChange, isFaulty, fault } = props
  return languages.map((language) => (
    <Textarea
      key={language}
      id={`${ids}${language}`}
      size="md"
      rows={rows}
      maxLength={maxLength}
      lang={language}
      label={labels[language]}
      description={hint}
      value={texts[language]}
      onChange={(event) => onChange(language, event.currentTarget.value)}
      error={isFaulty(language) ? fault : undefined}
    />
  ))
}

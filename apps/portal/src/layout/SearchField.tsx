/** The field of a list's words, as every list has it. */
import { TextInput } from '@mantine/core'
import { SearchIcon } from '../icons/icons.tsx'

interface SearchFieldProps {
  readonly label: string
  readonly placeholder?: string
  /** What is longer than a phone's field. */
  readonly description?: string
  readonly className?: string | undefined
  readonly maxLength?: number
  readonly value: string
  readonly onType: (typed: string) => void
}

export function SearchField({ onType, className, ...field }: SearchFieldProps) {
  return (
    <TextInput
      {...field}
      {...(className === undefined ? {} : { className })}
      size="md"
      type="search"
      leftSection={<SearchIcon />}
      onChange={(event) => onType(event.currentTarget.value)}
    />
  )
}

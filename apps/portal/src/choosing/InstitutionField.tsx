/**
 * Looks up institutions in the directory, one to be chosen. A combobox with a list (WAI-ARIA Authoring Practices):
 * arrows move, Enter chooses, Escape closes.
 */
import { TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type KeyboardEvent, useDeferredValue, useId, useState } from 'react'
import { institutionsQuery } from '../api/directory.ts'
import type { InstitutionSummary, Party } from '../api/types.ts'
import { SearchIcon } from '../icons/icons.tsx'
import classes from './InstitutionField.module.css'
import { wordsOccur } from './words-occur.ts'

interface InstitutionFieldProps {
  readonly id: string
  readonly label: string
  readonly description?: string | undefined
  readonly error?: string | undefined
  /** Of the list that opens, and of a list that would be empty. */
  readonly words: { readonly offered: string; readonly none: string }
  readonly isOffered?: (id: string) => boolean
  /** Offered before what the directory finds, as far as they match. */
  readonly first?: readonly InstitutionSummary[]
  readonly onChoose: (institution: Party) => void
}

const offered = 8
const none: readonly InstitutionSummary[] = []

export function InstitutionField(props: InstitutionFieldProps) {
  const { id, label, description, error, words, isOffered = () => true, first = none, onChoose } = props
  const [text, setText] = useState('')
  const [open, setOpen] = useState(false)
  const [pointedAt, setActive] = useState(0)
  const listId = useId()
  const asked = useDeferredValue(text.trim())
  const { data } = useQuery({ ...institutionsQuery({ q: asked === '' ? undefined : asked }), enabled: open })
  const likely = first.filter(({ name, city }) => wordsOccur(asked, [name, city]))
  const found = (data?.items ?? []).filter(({ id }) => likely.every((option) => option.id !== id))
  const options = [...likely, ...found].filter((option) => isOffered(option.id)).slice(0, offered)
  const shown = open && options.length > 0
  // The list may have become shorter since.
  const active = pointedAt < options.length ? pointedAt : 0

  function choose(option: Party | undefined) {
    if (!option) return
    onChoose({ id: option.id, name: option.name })
    setText('')
    setActive(0)
    setOpen(false)
  }

  function onKey(event: KeyboardEvent) {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      setOpen(true)
      const step = event.key === 'ArrowDown' ? 1 : -1
      if (shown) setActive((active + step + options.length) % options.length)
    } else if (event.key === 'Enter') {
      // Enter in this field never sends the form around it.
      event.preventDefault()
      if (shown) choose(options[active])
    } else if (event.key === 'Escape') {
      setOpen(false)
    }
  }

  return (
    <div className={classes.field}>
      <TextInput
        id={id}
        size="md"
        label={label}
        description={description}
        error={error}
        leftSection={<SearchIcon />}
        role="combobox"
        autoComplete="off"
        aria-autocomplete="list"
        aria-expanded={shown}
        aria-controls={listId}
        aria-activedescendant={shown ? `${listId}-${active}` : undefined}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value)
          setActive(0)
          setOpen(true)
        }}
        onClick={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onKeyDown={onKey}
      />
      <div id={listId} role="listbox" aria-label={words.offered} className={classes.list} hidden={!shown}>
        {options.map((option, position) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: keys act on the combobox that owns the list
          // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the field (aria-activedescendant)
          <div
            key={option.id}
            id={`${listId}-${position}`}
            role="option"
            aria-selected={position === active}
            className={classes.option}
            onMouseDown={(event) => event.preventDefault()}
            // Not "enter": a list that appears under a resting pointer would take what the keys chose.
            onMouseMove={() => setActive(position)}
            onClick={() => choose(option)}
          >
            <span>{option.name}</span>
            <span className={classes.city}>{option.city}</span>
          </div>
        ))}
      </div>
      <p role="status" className={classes.none}>
        {open && asked !== '' && data && options.length === 0 ? words.none : ''}
      </p>
    </div>
  )
}

/**
 * Looks up recipients in the directory and keeps the chosen ones. The field is a combobox with a list (WAI-ARIA
 * Authoring Practices): arrows move, Enter chooses, Escape closes.
 */
import { TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type KeyboardEvent, memo, useDeferredValue, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { institutionsQuery } from '../api/directory.ts'
import type { Party } from '../api/types.ts'
import { BuildingIcon, CrossIcon, SearchIcon } from '../icons/icons.tsx'
import classes from './RecipientPicker.module.css'

interface RecipientPickerProps {
  readonly chosen: readonly Party[]
  readonly onChange: (chosen: readonly Party[]) => void
  readonly invalid: boolean
}

const offered = 8

/** Drawn anew only with other recipients: the form around it hears of what is found several times a second. */
export const RecipientPicker = memo(Picker)

function Picker({ chosen, onChange, invalid }: RecipientPickerProps) {
  const { t } = useTranslation('sending')
  const [text, setText] = useState('')
  const [open, setOpen] = useState(false)
  const [pointedAt, setActive] = useState(0)
  const listId = useId()
  const asked = useDeferredValue(text.trim())
  const { data } = useQuery({ ...institutionsQuery({ q: asked === '' ? undefined : asked }), enabled: open })
  const options = (data?.items ?? [])
    .filter(({ id }) => chosen.every((party) => party.id !== id))
    .slice(0, offered)
  const shown = open && options.length > 0
  // The list may have become shorter since.
  const active = pointedAt < options.length ? pointedAt : 0

  function choose(option: Party | undefined) {
    if (!option) return
    onChange([...chosen, { id: option.id, name: option.name }])
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
      // Enter in this field never sends the message.
      event.preventDefault()
      if (shown) choose(options[active])
    } else if (event.key === 'Escape') {
      setOpen(false)
    }
  }

  return (
    <div className={classes.picker}>
      {chosen.length > 0 ? (
        <ul className={classes.chosen} aria-label={t('recipients.chosen')}>
          {chosen.map(({ id, name }) => (
            <li key={id}>
              <BuildingIcon />
              <span>{name}</span>
              <button
                type="button"
                aria-label={t('recipients.remove', { name })}
                onClick={() => onChange(chosen.filter((party) => party.id !== id))}
              >
                <CrossIcon size={18} />
              </button>
            </li>
          ))}
        </ul>
      ) : null}
      <div className={classes.field}>
        <TextInput
          id="recipients"
          size="md"
          label={chosen.length === 0 ? t('recipients.find') : t('recipients.findMore')}
          description={chosen.length === 0 ? t('recipients.hint') : undefined}
          error={invalid && chosen.length === 0 ? t('missing.recipients') : undefined}
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
        <div
          id={listId}
          role="listbox"
          aria-label={t('recipients.offered')}
          className={classes.list}
          hidden={!shown}
        >
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
              <span className={classes.name}>{option.name}</span>
              <span className={classes.city}>{option.city}</span>
            </div>
          ))}
        </div>
        <p role="status" className={classes.none}>
          {open && asked !== '' && data && options.length === 0 ? t('recipients.none') : ''}
        </p>
      </div>
    </div>
  )
}

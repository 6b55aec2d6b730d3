/** Whom others may call, as the directory shows it: added, changed, put in order, taken out. */
import { Button } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { institutionQuery } from '../api/directory.ts'
import { type NewContact, replaceContacts } from '../api/own-institution.ts'
import { asProblem } from '../api/problem.ts'
import type { Contact } from '../api/types.ts'
import { PlusIcon } from '../icons/icons.tsx'
import { ProblemNotice } from '../layout/ProblemNotice.tsx'
import { ContactForm } from './ContactForm.tsx'
import { moved } from './contact-order.ts'
import classes from './OwnInstitutionPage.module.css'

const MOST_CONTACTS = 20

interface ContactsProps {
  readonly institutionId: string
  readonly canChange: boolean
}

export function Contacts({ institutionId, canChange }: ContactsProps) {
  const { t } = useTranslation('people')
  const queries = useQueryClient()
  const { data, error, refetch } = useQuery(institutionQuery(institutionId))
  /** Position; the length of the list: a new one. */
  const [open, setOpen] = useState<number>()
  const contacts = data?.contacts ?? []
  const save = useMutation({
    mutationFn: (changed: readonly NewContact[]) => replaceContacts(institutionId, changed),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: institutionQuery(institutionId).queryKey })
      setOpen(undefined)
    },
  })
  const isPhoneRefused = save.error !== null && asProblem(save.error).code === 'invalid-phone'
  const isInForm = isPhoneRefused && open !== undefined
  function edit(position: number | undefined) {
    save.reset()
    setOpen(position)
  }
  const form = (position: number) => (
    <ContactForm
      isPhoneRefused={isPhoneRefused}
      contact={contacts[position]}
      isSaving={save.isPending}
      onCancel={() => edit(undefined)}
      onSave={(contact) =>
        save.mutate([...contacts.slice(0, position), contact, ...contacts.slice(position + 1)])
      }
    />
  )
  return (
    <section className={classes.part} aria-labelledby="contacts">
      <h2 id="contacts">{t('contacts.title')}</h2>
      <p className={classes.lead}>{t(canChange ? 'contacts.lead' : 'contacts.leadRead')}</p>
      {error ? <ProblemNotice error={error} onRetry={() => void refetch()} /> : null}
      {save.error && !isInForm ? <ProblemNotice error={save.error} /> : null}
      {data && contacts.length === 0 ? <p>{t('contacts.none')}</p> : null}
      <ol className={classes.cards}>
        {contacts.map((contact, position) => (
          // Nothing in a contact is its own alone; the list is replaced as a whole.
          // biome-ignore lint/suspicious/noArrayIndexKey: two contacts may be alike in everything
          <li key={`${contact.name} ${position}`} className={classes.card}>
            {open === position ? (
              form(position)
            ) : (
              <div className={classes.contact}>
                <ContactText contact={contact} />
                {canChange ? (
                  <ContactActions
                    name={contact.name}
                    isFirst={position === 0}
                    isLast={position === contacts.length - 1}
                    isBusy={save.isPending}
                    onEdit={() => edit(position)}
                    onMove={(by) => save.mutate(moved(contacts, position, by))}
                    onRemove={() => save.mutate(contacts.toSpliced(position, 1))}
                  />
                ) : null}
              </div>
            )}
          </li>
        ))}
        {open === contacts.length ? <li className={classes.card}>{form(open)}</li> : null}
      </ol>
      {canChange && data && open === undefined && contacts.length < MOST_CONTACTS ? (
        <Button
          className={classes.said}
          variant="outline"
          size="md"
          leftSection={<PlusIcon />}
          onClick={() => edit(contacts.length)}
        >
          {t('contacts.add')}
        </Button>
      ) : null}
    </section>
  )
}

function ContactText({ contact }: { contact: Contact }) {
  return (
    <div>
      <p className={classes.name}>{contact.name}</p>
      {[contact.function, contact.email, contact.phoneShown].map((line, place) =>
        line ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: three lines that stay in their places
          <p key={place} className={classes.soft}>
            {line}
          </p>
        ) : null,
      )}
    </div>
  )
}

interface ContactActionsProps {
  readonly name: string
  readonly isFirst: boolean
  readonly isLast: boolean
  readonly isBusy: boolean
  readonly onEdit: () => void
  readonly onMove: (by: 1 | -1) => void
  readonly onRemove: () => void
}

function ContactActions(props: ContactActionsProps) {
  const { name, isFirst, isLast, isBusy, onEdit, onMove, onRemove } = props
  const { t } = useTranslation('people')
  const buttons = [
    { what: 'edit', onClick: onEdit, isOff: false },
    { what: 'up', onClick: () => onMove(-1), isOff: isFirst },
    { what: 'down', onClick: () => onMove(1), isOff: isLast },
    { what: 'remove', onClick: onRemove, isOff: false },
  ] as const
  return (
    <div className={classes.actions}>
      {buttons.map(({ what, onClick, isOff }) => (
        <Button
          key={what}
          variant="default"
          size="sm"
          disabled={isOff || isBusy}
          aria-label={t(`contacts.${what}Label`, { name })}
          onClick={onClick}
        >
          {t(`contacts.${what}`)}
        </Button>
      ))}
    </div>
  )
}

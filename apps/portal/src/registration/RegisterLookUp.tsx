/** IČO, and what the National Register of Health Care Providers says about it. */
import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { asProblem } from '../api/problem.ts'
import { lookUpProvider } from '../api/registrations.ts'
import { formatDateTime } from '../format/dates.ts'
import { SearchIcon } from '../icons/icons.tsx'
import { TextField } from './Field.tsx'
import classes from './Form.module.css'
import { isIco } from './ico.ts'
import type { FormState } from './use-form.ts'

const SAID: ReadonlySet<string> = new Set(['provider-not-found', 'no-register', 'too-many-requests'])

export function RegisterLookUp({ form }: { readonly form: FormState }) {
  const { t, i18n } = useTranslation('registration')
  const ico = form.values['/institution/ico']
  const { mutate, data, error, isPending, variables } = useMutation({
    mutationFn: lookUpProvider,
    onSuccess: (found) => {
      const { values } = form
      form.set({
        '/institution/name': found.name,
        '/institution/kind': found.kind ?? values['/institution/kind'],
        '/institution/street': found.street ?? values['/institution/street'],
        '/institution/city': found.city ?? values['/institution/city'],
        '/institution/postalCode': found.postalCode ?? values['/institution/postalCode'],
      })
    },
  })
  const isOfThis = variables === ico
  const code = error === null ? undefined : asProblem(error).code
  return (
    <div>
      <div className={classes.lookUp}>
        <TextField form={form} pointer="/institution/ico" maxLength={12} isDigits />
        <Button
          variant="outline"
          size="md"
          leftSection={<SearchIcon size={18} />}
          loading={isPending}
          onClick={() => (isIco(ico) ? mutate(ico) : form.leave('/institution/ico'))}
        >
          {t('lookUp.button')}
        </Button>
      </div>
      <div role="status" className={classes.lookUpAnswer}>
        {isOfThis && data !== undefined ? (
          <p className={classes.found}>
            {t('lookUp.found', {
              name: data.name,
              place: [data.street, data.city].filter((part) => part !== null).join(', '),
              date: formatDateTime(data.registerDate, i18n.language),
            })}
          </p>
        ) : null}
        {isOfThis && code !== undefined ? (
          <p className={classes.notFound}>{t(`lookUp.${SAID.has(code) ? code : 'failed'}`)}</p>
        ) : null}
      </div>
    </div>
  )
}

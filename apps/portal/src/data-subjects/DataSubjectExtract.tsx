/** A form for those who answer a data subject: whom it is about, and the extract as a file. */
import { Button, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { makeExtract } from '../api/data-subjects.ts'
import { DownloadIcon } from '../icons/message-icons.tsx'
import { ProblemNotice } from '../layout/ProblemNotice.tsx'
import classes from './DataSubjectExtract.module.css'

/** `institutionId`: of its messages alone; otherwise of the whole network. */
export function DataSubjectExtract({ institutionId }: { readonly institutionId?: string }) {
  const { t } = useTranslation('audit')
  const [id, setId] = useState('')
  const [name, setName] = useState('')
  const making = useMutation({
    mutationFn: async () => {
      const words = name.trim()
      const { name: fileName, content } = await makeExtract(
        { id: id.trim(), ...(words === '' ? {} : { name: words }) },
        institutionId,
      )
      const address = URL.createObjectURL(content)
      const link = document.createElement('a')
      link.href = address
      link.download = fileName
      link.click()
      URL.revokeObjectURL(address)
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    making.mutate()
  }
  return (
    <section className={classes.extract}>
      <h2>{t('extract.title')}</h2>
      <p>{t('extract.lead')}</p>
      {institutionId === undefined ? null : <p>{t('extract.ofInstitution')}</p>}
      <form className={classes.form} onSubmit={submit} autoComplete="off">
        <TextInput
          label={t('extract.id')}
          size="md"
          required
          maxLength={64}
          value={id}
          onChange={(event) => setId(event.currentTarget.value)}
        />
        <TextInput
          label={t('extract.name')}
          description={t('extract.nameHelp')}
          size="md"
          maxLength={200}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Button
          type="submit"
          variant="outline"
          size="md"
          leftSection={<DownloadIcon />}
          loading={making.isPending}
          className={classes.make}
        >
          {t('extract.make')}
        </Button>
      </form>
      {making.error && !making.isPending ? <ProblemNotice error={making.error} /> : null}
      <p role="status">{making.isSuccess ? t('extract.done') : null}</p>
    </section>
  )
}

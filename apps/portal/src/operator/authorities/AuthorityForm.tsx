/** An authority is added, or other certificates are put in the place of its own. */
import { Button, Textarea, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useEffect, useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { keepAuthority } from '../../api/operator.ts'
import type { Authority } from '../../api/types.ts'
import card from '../Card.module.css'
import { CertificateFiles } from '../certificate-files/CertificateFiles.tsx'
import { StaffProblem } from '../StaffProblem.tsx'
import classes from './AuthorityForm.module.css'

type Field = 'name' | 'website' | 'certificates'

interface AuthorityFormProps {
  /** Undefined: a new one. */
  readonly authority: Authority | undefined
  readonly onKept: (name: string) => void | Promise<void>
  readonly onCancel: () => void
}

export function AuthorityForm({ authority, onKept, onCancel }: AuthorityFormProps) {
  const { t } = useTranslation('operator')
  const ids = useId()
  const [name, setName] = useState(authority?.name ?? '')
  const [website, setWebsite] = useState(authority?.website ?? '')
  const [certificates, setCertificates] = useState('')
  const [faults, setFaults] = useState<readonly Field[]>([])
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  const keep = useMutation({
    mutationFn: () =>
      keepAuthority(authority?.id, {
        name: name.trim(),
        website: website.trim() === '' ? null : website.trim(),
        certificates,
      }),
    onSuccess: () => onKept(name.trim()),
  })

  function submit(event: FormEvent) {
    event.preventDefault()
    const found: Field[] = []
    if (name.trim() === '') found.push('name')
    if (website.trim() !== '' && !/^https?:\/\/\S+$/.test(website.trim())) found.push('website')
    if (certificates.trim() === '') found.push('certificates')
    setFaults(found)
    if (found.length === 0) keep.mutate()
    else requestAnimationFrame(() => document.getElementById(`${ids}${found[0]}`)?.focus())
  }

  const fault = (field: Field) => (faults.includes(field) ? t(`authorities.fault.${field}`) : undefined)
  return (
    <form noValidate onSubmit={submit} className={`${card.card} ${classes.form}`}>
      <h2 ref={heading} tabIndex={-1} className={classes.heading}>
        {authority ? t('authorities.replaceTitle', { name: authority.name }) : t('authorities.addTitle')}
      </h2>
      {authority ? <p>{t('authorities.replaceText')}</p> : null}
      <TextInput
        id={`${ids}name`}
        size="md"
        maxLength={200}
        label={t('authorities.name')}
        description={t('authorities.nameHint')}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        error={fault('name')}
      />
      <TextInput
        id={`${ids}website`}
        size="md"
        type="url"
        maxLength={500}
        label={t('authorities.website')}
        description={t('authorities.websiteHint')}
        value={website}
        onChange={(event) => setWebsite(event.currentTarget.value)}
        error={fault('website')}
      />
      <CertificateFiles
        label={t('authorities.files')}
        mediaType="application/x-x509-ca-cert"
        unreadable={(files) => t('authorities.unreadable', { files })}
        onRead={(read) => setCertificates((before) => before + read)}
      />
      <Textarea
        id={`${ids}certificates`}
        size="md"
        rows={8}
        spellCheck={false}
        classNames={{ input: classes.pem ?? '' }}
        label={t('authorities.pem')}
        description={t('authorities.pemHint')}
        value={certificates}
        onChange={(event) => setCertificates(event.currentTarget.value)}
        error={fault('certificates')}
      />
      {keep.error ? <StaffProblem error={keep.error} /> : null}
      <div className={card.buttons}>
        <Button type="submit" size="md" loading={keep.isPending}>
          {t(authority ? 'authorities.keepReplaced' : 'authorities.keepNew')}
        </Button>
        <Button variant="default" size="md" onClick={onCancel}>
          {t('authorities.cancel')}
        </Button>
      </div>
    </form>
  )
}

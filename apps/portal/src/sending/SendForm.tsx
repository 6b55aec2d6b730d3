/** The form of a new message. */
import { Button } from '@mantine/core'
import { type FormEvent, lazy, Suspense, useCallback, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { NewMessage } from '../api/messages.ts'
import { useSession } from '../api/session.ts'
import type { Party } from '../api/types.ts'
import { SendIcon, WarningIcon } from '../icons/icons.tsx'
import { marked } from '../layout/marked.ts'
import { LookPanel } from '../looking/LookPanel.tsx'
import { useSendingLook } from '../looking/use-sending-look.ts'
import { ReportField } from '../report/ReportField.tsx'
import { isStudyMissing, type Report, studyOf, studyOptions, studySent } from '../report/report.ts'
import type { KeptFacts } from '../unfinished/keep.ts'
import { UnfinishedTransfers } from '../unfinished/UnfinishedTransfers.tsx'
import { marksOf, reportChosen, type UnfinishedTransfer } from '../unfinished/unfinished-transfer.ts'
import { addItems, type ChosenFile, type ChosenItem, filesOfItems, zipsAmong } from './chosen-item.ts'
import { declaredOf } from './declared.ts'
import { FileChooser } from './FileChooser.tsx'
import { MessageWords } from './MessageWords.tsx'
import { RecipientPicker } from './RecipientPicker.tsx'
import classes from './SendForm.module.css'
import type { BegunSending, PlannedDocument } from './transfer.ts'
import { type PlannedUpload, planUploads } from './upload-plan.ts'

const Foreseen = lazy(() =>
  import('../passport/Foreseen.tsx').then((module) => ({ default: module.Foreseen })),
)

/** The message that is replied to, and the subject that the reply begins with. */
export interface Replying {
  readonly to: string
  readonly subject: string
}

interface SendFormProps {
  readonly recipients: readonly Party[]
  readonly replying?: Replying | undefined
  readonly answering?: string | undefined
  readonly onSend: (
    message: Omit<NewMessage, 'uploads' | 'documents'>,
    uploads: readonly PlannedUpload[],
    documents: readonly PlannedDocument[],
    begun: { readonly recipients: readonly Party[] } & Pick<KeptFacts, 'confirmed' | 'mark'>,
  ) => void
  readonly onResume: (transfer: UnfinishedTransfer, begun: BegunSending) => void
}

type Lack = 'recipients' | 'files' | 'answer' | 'report'

export function SendForm(props: SendFormProps) {
  const { recipients: first, replying, answering, onSend, onResume } = props
  // All at once: what the look finds needs its words when it is found.
  const { t } = useTranslation(['sending', 'report', 'looking', 'messages', 'outcomes'])
  const session = useSession()
  const [recipients, setRecipients] = useState(first)
  const [items, setItems] = useState<readonly ChosenItem[]>([])
  const [report, setReport] = useState<Report>()
  const [missing, setMissing] = useState<readonly Lack[]>([])
  const [isWaiting, setIsWaiting] = useState(false)
  const [isHeldBack, setIsHeldBack] = useState(false)
  const sending = useSendingLook(items)
  const { look, state, leftOut, question, isAnswered } = sending
  const studies = studyOptions((state.phase === 'done' && state.found?.patients) || [], leftOut)
  const isOfNone = report !== undefined && isStudyMissing(report, studies)
  // What has been given since Send was pressed is not asked for any more.
  const lacking = missing.filter(
    (what) => !((what === 'answer' && isAnswered) || (what === 'report' && !isOfNone)),
  )
  const notice = useRef<HTMLDivElement>(null)
  const form = useRef<HTMLFormElement>(null)
  const grave = useRef<HTMLElement>(null)
  const heldBack = useRef<HTMLDivElement>(null)

  useEffect(() => {
    if (!isWaiting || state.phase === 'looking') return
    setIsWaiting(false)
    // What was not there to be read when Send was pressed is read before anything travels.
    if (grave.current !== null) {
      setIsHeldBack(true)
      requestAnimationFrame(() => heldBack.current?.focus())
      return
    }
    form.current?.requestSubmit()
  }, [isWaiting, state.phase])

  const add = useCallback((added: readonly ChosenItem[]) => {
    setItems((before) => addItems(before, added))
    setMissing((before) => before.filter((what) => what === 'recipients'))
  }, [])
  const remove = useCallback((key: string) => {
    setItems((before) => before.filter((item) => item.key !== key))
  }, [])
  // The same ones told anew: the look then forgets what does not come after all.
  const lookAtItemsAlone = useCallback(() => setItems((before) => [...before]), [])

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    if (!requireNothing(lacksOf(recipients, items))) return
    // Nothing travels before it is known whose images they are; the wish to send is kept until then.
    if (state.phase === 'looking') return setIsWaiting(true)
    if (
      !requireNothing([...(isAnswered ? [] : ['answer' as const]), ...(isOfNone ? ['report' as const] : [])])
    )
      return
    void send(new FormData(event.currentTarget))
  }

  /** False, and says what is lacking, when something is. */
  function requireNothing(lacks: readonly Lack[]): boolean {
    setMissing(lacks)
    if (lacks.length > 0) requestAnimationFrame(() => notice.current?.focus())
    return lacks.length === 0
  }

  async function send(fields: FormData) {
    const files = filesOfItems(items)
    const chosen = state.phase === 'done' ? await look.choose(leftOut) : undefined
    const choice = chosen?.choice
    // The look has failed meanwhile, and the page says that nothing can be left out.
    if (choice === undefined && leftOut.size > 0) return
    const zips =
      choice === undefined
        ? await zipsAmong(files)
        : new Set(files.filter((_, id) => choice.archives.includes(id)))
    const uploads = planUploads(files, zips, choice)
    if (!requireNothing(uploads.length > 0 ? [] : ['files'])) return
    onSend(
      {
        recipients: recipients.map(({ id }) => id),
        subject: textOf(fields, 'subject'),
        note: textOf(fields, 'note'),
        urgent: fields.has('urgent'),
        allOrNothing: fields.has('allOrNothing'),
        ...(chosen === undefined ? {} : { declared: declaredOf(chosen.declared) }),
        ...(replying ? { inReplyTo: replying.to } : {}),
        ...(answering ? { answers: answering, answersInFull: fields.has('answersInFull') } : {}),
      },
      uploads,
      report === undefined ? [] : [planned(report)],
      {
        recipients,
        confirmed: question ?? null,
        mark: async (signal) => {
          const [ofReport = null] = await marksOf(report ? [reportChosen(report.file)] : [], signal)
          return {
            files: await marksOf(files, signal),
            choice: choice ?? { archives: placesOf(files, zips), dropped: [], parts: [] },
            report: ofReport,
          }
        },
      },
    )
  }

  function planned(report: Report): PlannedDocument {
    const { file, title } = report
    return {
      upload: { name: file.name, sizeBytes: file.size, file },
      title: title.trim() || t('report:defaultName'),
      study: studySent(report, studies),
    }
  }

  const unfinished = (areChosen: boolean) => (
    <UnfinishedTransfers items={items} report={report?.file} areChosen={areChosen} onResume={onResume} />
  )

  return (
    <form ref={form} onSubmit={submit} noValidate className={classes.form}>
      {lacking.length > 0 ? (
        <div ref={notice} tabIndex={-1} className={classes.missing} role="alert">
          <WarningIcon />
          <ul>
            {lacking.map((what) => (
              <li key={what}>
                <a href={`#${what}`}>
                  {what === 'answer'
                    ? t(`looking:missing.${question?.kind}`)
                    : what === 'report'
                      ? t('report:studyMissing')
                      : t(`missing.${what}`)}
                </a>
              </li>
            ))}
          </ul>
        </div>
      ) : null}

      {unfinished(false)}

      <section className={classes.part}>
        <h2>{t('recipients.title')}</h2>
        <RecipientPicker
          chosen={recipients}
          onChange={setRecipients}
          invalid={missing.includes('recipients')}
        />
      </section>

      <section className={classes.part}>
        <h2>{t('files.title')}</h2>
        <FileChooser
          items={items}
          onComing={look.expect}
          onAdd={add}
          onFailed={lookAtItemsAlone}
          onRemove={remove}
        />
        {unfinished(true)}
      </section>

      <LookPanel sending={sending} invalid={lacking.includes('answer')} />
      {isHeldBack ? (
        <div ref={heldBack} tabIndex={-1} className={classes.missing} role="alert">
          <WarningIcon />
          <p>{t('looking:foreseen.notSent')}</p>
        </div>
      ) : null}
      <Suspense fallback={null}>
        <Foreseen
          recipients={recipients}
          found={state.phase === 'done' ? state.found : undefined}
          leftOut={leftOut}
          reportStudy={report && studyOf(report, studies)}
          grave={grave}
        />
      </Suspense>

      <section className={classes.part}>
        <h2>{t('report:title')}</h2>
        <ReportField
          report={report}
          options={studies}
          onChange={(changed) => {
            setReport(changed)
            setMissing((before) => before.filter((what) => what !== 'report'))
          }}
          invalid={lacking.includes('report')}
          isUnseen={items.length > 0 && (state.phase === 'skipped' || state.phase === 'failed')}
        />
      </section>

      <section className={classes.part}>
        <h2>{t('words.title')}</h2>
        <MessageWords subject={replying?.subject} isAnswer={answering !== undefined} />
      </section>

      {session?.institution && session.institutions.length > 1 ? (
        <p>{marked(t('inTheName', { name: session.institution.name }), { b: <b /> })}</p>
      ) : null}
      <div className={classes.actions}>
        <Button type="submit" size="lg" leftSection={<SendIcon />}>
          {t('send')}
        </Button>
        <p>{t('sendHint')}</p>
        <p role="status">{isWaiting ? t('looking:waiting') : ''}</p>
      </div>
    </form>
  )
}

function lacksOf(recipients: readonly Party[], items: readonly ChosenItem[]): readonly Lack[] {
  const lacks: Lack[] = []
  if (recipients.length === 0) lacks.push('recipients')
  if (items.length === 0) lacks.push('files')
  return lacks
}

function placesOf(files: readonly ChosenFile[], some: ReadonlySet<ChosenFile>): readonly number[] {
  return files.flatMap((file, place) => (some.has(file) ? [place] : []))
}

function textOf(fields: FormData, name: string): string {
  const value = fields.get(name)
  return typeof value === 'string' ? value.trim() : ''
}

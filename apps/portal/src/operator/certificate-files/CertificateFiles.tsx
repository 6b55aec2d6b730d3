/** Certificates out of chosen files, PEM or DER; those that are none are named. */
import { type ChangeEvent, useId, useState } from 'react'
import classes from './CertificateFiles.module.css'
import { MOST_FILE_BYTES, pemOf } from './pem.ts'

interface CertificateFilesProps {
  readonly label: string
  /** Whose certificates they are: their media type. */
  readonly mediaType: 'application/x-x509-ca-cert' | 'application/x-x509-user-cert'
  /** What is said of files that hold no certificate. */
  readonly unreadable: (files: string) => string
  /** PEM, one behind the other. */
  readonly onRead: (certificates: string) => void
}

export function CertificateFiles({ label, mediaType, unreadable, onRead }: CertificateFilesProps) {
  const id = useId()
  const [names, setNames] = useState<readonly string[]>([])

  async function readFiles(event: ChangeEvent<HTMLInputElement>) {
    const input = event.currentTarget
    const read = await Promise.all(
      [...(input.files ?? [])].map(async (file) => ({
        name: file.name,
        pem: file.size > MOST_FILE_BYTES ? undefined : pemOf(new Uint8Array(await file.arrayBuffer())),
      })),
    )
    setNames(read.filter(({ pem }) => pem === undefined).map((each) => each.name))
    onRead(read.map(({ pem }) => pem ?? '').join(''))
    // The same file may be chosen again after a correction.
    input.value = ''
  }

  return (
    <div className={classes.files}>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="file"
        multiple
        accept={`.pem,.crt,.cer,.der,${mediaType}`}
        onChange={(event) => void readFiles(event)}
      />
      {names.length > 0 ? (
        <p role="alert" className={classes.unreadable}>
          {unreadable(names.join(', '))}
        </p>
      ) : null}
    </div>
  )
}

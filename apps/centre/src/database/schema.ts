/** The tables as Kysely knows them. The truth are the migrations; a test compares both. */
import type {
  CentreRole,
  Connection,
  DeliveryStatus,
  Eligibility,
  FileOutcomeWord,
  InstitutionKind,
  MemberRole,
  MessageStatus,
  SignInMethod,
} from '@epacs/exchange'
import type { ColumnType, Generated } from 'kysely'

/** Read as a value, written as JSON text. */
type Json = ColumnType<Readonly<Record<string, unknown>>, string | undefined, never>

interface InstitutionTable {
  id: string
  name: string
  name_folded: string
  kind: InstitutionKind
  eligibility: Eligibility
  ico: string | null
  icz: string | null
  country: Generated<string>
  city: string
  city_folded: string
  street: string | null
  postal_code: string | null
  ae_title: string
  connection: Connection
  created_at: Generated<Date>
}

interface ContactTable {
  institution_id: string
  position: number
  name: string
  function: string | null
  email: string | null
  phone: string | null
}

interface MailboxTable {
  institution_id: string
  quota_bytes: number
  used_bytes: Generated<number>
}

interface PersonTable {
  id: string
  name: string
  email: string | null
  roles: Generated<CentreRole[]>
  created_at: Generated<Date>
}

interface MembershipTable {
  person_id: string
  institution_id: string
  role: MemberRole
  granted_by: Generated<'centre' | 'jtp'>
}

interface PersonCertificateTable {
  issuer: string
  subject_key_sha256: Buffer
  person_id: string
}

interface PersonJtpTable {
  issuer: string
  subject: string
  person_id: string
}

interface AuthorityTable {
  id: string
  name: string
  website: string | null
  pem: string
  subject: string
  fingerprint_sha256: string
  not_before: Date
  not_after: Date
  withdrawn_at: Date | null
}

interface SessionTable {
  token_sha256: Buffer
  csrf_token: string
  person_id: string
  institution_id: string | null
  method: SignInMethod
  created_at: Date
  last_seen_at: Date
  expires_at: Date
}

interface SignInCodeTable {
  code_sha256: Buffer
  browser_sha256: Buffer
  person_id: string
  return_to: string | null
  expires_at: Date
}

interface JtpSignInTable {
  state_sha256: Buffer
  browser_sha256: Buffer
  nonce: string
  code_verifier: string
  return_to: string | null
  expires_at: Date
}

interface MessageTable {
  id: string
  sender_institution_id: string
  sender_person_id: string | null
  subject: Generated<string>
  note: Generated<string>
  urgent: Generated<boolean>
  all_or_nothing: Generated<boolean>
  in_reply_to: string | null
  status: MessageStatus
  created_at: Date
  declared_bytes: number
  size_bytes: Generated<number>
  instances: Generated<number>
  package_sha256: Generated<Buffer | null>
  search_folded: Generated<string>
  problem: Generated<string | null>
  intake_attempts: Generated<number>
  idempotency_key: Generated<string | null>
  request_sha256: Generated<Buffer | null>
}

interface DeliveryTable {
  message_id: string
  institution_id: string
  status: DeliveryStatus
  at: Date
  created_at: Date
  held_bytes: Generated<number>
}

interface UploadTable {
  id: string
  institution_id: string
  person_id: string
  file_name: string
  size_bytes: number
  message_id: string | null
  position: number | null
  created_at: Date
  completed_at: Date | null
  expires_at: Date
}

interface StudyTable {
  message_id: string
  position: number
  study_instance_uid: string
  patient_id: string
  patient_name: string
  patient_birth_date: string | null
  patient_sex: string | null
  date: string | null
  description: string | null
  modalities: string[]
}

interface SeriesTable {
  message_id: string
  study_position: number
  position: number
  series_instance_uid: string
  modality: string
  description: string | null
  instances: number
}

interface MessageFileTable {
  message_id: string
  position: number
  path: string
  outcome: FileOutcomeWord
  code: string | null
  detail: string | null
}

interface MessageEventTable {
  message_id: string
  position: Generated<number>
  at: Date
  actor: string
  institution_id: string | null
  what: string
}

interface AuditEventTable {
  position: number
  at: Date
  actor_person_id: string | null
  actor_institution_id: string | null
  action: string
  message_id: string | null
  details: Json
  previous_sha256: Buffer
  sha256: Buffer
}

interface TrafficTable {
  /** The month's first day; read as text, a date is no moment. */
  month: ColumnType<string, string, never>
  messages: number
  size_bytes: number
  studies: number
}

interface DicomGatewayTable {
  id: string
  institution_id: string
  ae_title: string
  addresses: Generated<string[]>
  report_host: string | null
  report_port: number | null
  report_tls: Generated<boolean>
}

interface DicomGatewayCertificateTable {
  gateway_id: string
  issuer: string
  subject_key_sha256: Buffer
}

interface DicomReceptionTable {
  message_id: string
  gateway_id: string
  closed_at: Date | null
  complete: Generated<boolean>
}

interface DicomCommitmentTable {
  id: string
  gateway_id: string
  institution_id: string
  transaction_uid: string
  result: Json
  decided_at: Date
  reported_at: Date | null
}

export interface Database {
  institution: InstitutionTable
  contact: ContactTable
  mailbox: MailboxTable
  person: PersonTable
  membership: MembershipTable
  person_certificate: PersonCertificateTable
  person_jtp: PersonJtpTable
  authority: AuthorityTable
  session: SessionTable
  sign_in_code: SignInCodeTable
  jtp_sign_in: JtpSignInTable
  message: MessageTable
  delivery: DeliveryTable
  upload: UploadTable
  study: StudyTable
  series: SeriesTable
  message_file: MessageFileTable
  message_event: MessageEventTable
  audit_event: AuditEventTable
  traffic: TrafficTable
  dicom_gateway: DicomGatewayTable
  dicom_gateway_certificate: DicomGatewayCertificateTable
  dicom_reception: DicomReceptionTable
  dicom_commitment: DicomCommitmentTable
}

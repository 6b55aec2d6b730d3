/** The tables as Kysely knows them. The truth are the migrations; a test compares both. */
import type {
  CentreRole,
  Connection,
  DeliveryStatus,
  Eligibility,
  EntryAuthor,
  FileOutcomeWord,
  InstitutionKind,
  Language,
  MailStatus,
  MemberRole,
  MessageStatus,
  PatientIdKind,
  RegistrationStatus,
  RequestStatus,
  SignInMethod,
  Urgency,
} from '@epacs/exchange'
import type { ColumnType, Generated } from 'kysely'

/** Read as a value, written as JSON text. */
type ChangingJson = ColumnType<Readonly<Record<string, unknown>>, string, string>
/** The same, never changed. */
type Json = ColumnType<Readonly<Record<string, unknown>>, string | undefined, never>

interface InstitutionTable {
  id: string
  name: string
  name_folded: string
  kind: InstitutionKind
  eligibility: Eligibility
  ico: string | null
  icz: string | null
  icp: Generated<string | null>
  register: Generated<string | null>
  register_number: Generated<string | null>
  vat_id: Generated<string | null>
  euid: Generated<string | null>
  country: Generated<string>
  city: string
  city_folded: string
  street: string | null
  postal_code: string | null
  ae_title: string
  ae_title_is_operators: Generated<boolean>
  record_is_operators: Generated<boolean>
  connection: Connection
  created_at: Generated<Date>
  latitude: number | null
  longitude: number | null
  position_origin: 'register' | 'operator' | null
  language: Language | null
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
  warned_percent: Generated<number>
}

interface PersonTable {
  id: string
  name: string
  email: string | null
  roles: Generated<CentreRole[]>
  krzp: string | null
  created_at: Generated<Date>
}

interface MembershipTable {
  person_id: string
  institution_id: string
  role: MemberRole
  granted_by: Generated<'centre' | 'jtp'>
  confirmed_at: Generated<Date>
}

interface PersonCertificateTable {
  issuer: string
  subject_key_sha256: Buffer
  person_id: string
  authority_id: string | null
  stable_identifiers: Generated<string[]>
  not_after: Date | null
  warned_days: Generated<number | null>
}

interface PersonJtpTable {
  issuer: string
  subject: string
  person_id: string
  krzp: string | null
}

interface AuthorityTable {
  id: string
  name: string
  website: string | null
  withdrawn_at: Date | null
}

export type AuthorityCertificateRole = 'anchor' | 'issuing' | 'replaced'

interface AuthorityCertificateTable {
  authority_id: string
  fingerprint_sha256: string
  role: AuthorityCertificateRole
  pem: string
  subject: string
  not_before: Date
  not_after: Date
}

interface RevocationListTable {
  url: string
  der: Buffer
  fetched_at: Date
}

interface PresentedCertificateTable {
  fingerprint_sha256: string
  chain_pem: string
  checked_at: Date
}

interface CertificateRenewalTable {
  id: string
  person_id: string
  authority_id: string
  issuer: string
  subject_key_sha256: Buffer
  subject: string
  fingerprint_sha256: string
  stable_identifiers: string[]
  not_before: Date
  not_after: Date
  status: 'waiting' | 'confirmed' | 'refused'
  requested_at: Date
  decided_at: Date | null
  decided_by: string | null
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
  certificate_sha256: string | null
  id: Generated<string>
  address: string | null
  agent: string | null
  jtp_issuer: string | null
  jtp_subject: string | null
  jtp_sid: string | null
  jtp_refresh_token: Buffer | null
  jtp_recheck_at: Date | null
  program: Generated<string | null>
  host: Generated<string | null>
  allowed_in: Generated<string | null>
}

interface DeviceSignInTable {
  id: string
  device_code_sha256: Buffer
  user_code_sha256: Buffer
  program: string
  host: string
  address: string
  network: string
  created_at: Date
  expires_at: Date
  interval_seconds: number
  asked_at: Generated<Date | null>
  refused_at: Generated<Date | null>
  session_id: Generated<string | null>
  institution_id: Generated<string | null>
}

interface SamlSignInTable {
  request_sha256: Buffer
  browser_sha256: Buffer
  return_to: string | null
  begun_at: Date
  person: ChangingJson | null
  code_sha256: Buffer | null
  expires_at: Date
}

interface SignInCodeTable {
  code_sha256: Buffer
  browser_sha256: Buffer
  person_id: string
  return_to: string | null
  expires_at: Date
  certificate_sha256: string | null
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
  supplement_to: Generated<string | null>
  arrived_as: Generated<string | null>
  answers: Generated<string | null>
  answers_in_full: Generated<boolean>
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
  /** Written by the database; null never. */
  sender_institution_id: Generated<string | null>
  status: DeliveryStatus
  at: Date
  created_at: Date
  held_bytes: Generated<number>
  marked_unread: Generated<boolean>
  /** When its mailbox was told that the time of its data ends. */
  deletion_warned_at: Generated<Date | null>
}

interface UploadTable {
  id: string
  institution_id: string
  person_id: string
  file_name: string
  size_bytes: number
  is_deferred: Generated<boolean>
  message_id: string | null
  position: number | null
  created_at: Date
  completed_at: Date | null
  expires_at: Date
  received_bytes: number | null
}

interface SharedKeyTable {
  name: string
  sealed: Buffer | null
  sha256: Buffer
}

interface UploadPieceTable {
  upload_id: string
  start_bytes: number
  size_bytes: number
  name: string
  sha256: Buffer
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
  patient_folded: Generated<string>
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

interface StudyResultTable {
  message_id: string
  position: number
  study_instance_uid: string
  accepted: number
  warnings: number
  left_out: number
  refused: number
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

interface ClockWatchTable {
  only_row: Generated<boolean>
  seen_at: Date
  doubted_at: Date | null
}

interface ClockPutOffTable {
  job: string
  since: Date
}

interface SpaceOfDayTable {
  /** Of UTC; read as text. */
  day: ColumnType<string, string, never>
  read_at: Date
  volume_used_bytes: number
  mailboxes_used_bytes: number
}

interface MailTable {
  id: string
  template: string
  language: Language
  recipient: string
  contents: ChangingJson
  status: MailStatus
  attempts: Generated<number>
  problem: string | null
  queued_at: Date
  tried_at: Date | null
  ended_at: Date | null
}

interface DailyArrivalTable {
  person_id: string
  institution_id: string
  message_id: string
}

interface WebhookTable {
  id: string
  institution_id: string
  url: string
  happenings: string[]
  secret: Generated<Buffer | null>
  sealed_secret: Generated<Buffer | null>
  previous_secret: Generated<Buffer | null>
  previous_until: Generated<Date | null>
  created_at: Date
  created_by: string | null
  paused_at: Date | null
  failures: Generated<number>
  problem: string | null
  retry_at: Date | null
  busy_until: Date | null
  taken_at: Date | null
}

interface WebhookCallTable {
  id: string
  position: Generated<number>
  webhook_id: string
  type: string
  data: ChangingJson
  at: Date
}

interface MailWordingTable {
  name: string
  language: Language
  version: number
  subject: string | null
  words: string | null
  changed_at: Date
  changed_by: string | null
}

interface RegisterPlaceTable {
  place_id: string
  ico: string
  provider_name: string
  place_name: string
  kind_words: string
  kind: InstitutionKind | null
  street: string | null
  city: string | null
  postal_code: string | null
  region: string | null
  seat_street: string | null
  seat_city: string | null
  seat_postal_code: string | null
  digest: string
  latitude: number | null
  longitude: number | null
}

interface RegisterImportTable {
  id: string
  at: Date
  places: number
  added: number
  changed: number
  removed: number
  bad_rows: number
}

interface WithdrawnConditionsTable {
  version: number
  language: Language
  words: string
  valid_from: Date
  withdrawn_at: Date
}

interface ConditionsTable {
  version: number
  language: Language
  words: string
  valid_from: Date | null
}

interface RegistrationTable {
  id: string
  status: RegistrationStatus
  origin: 'applicant' | 'operator'
  language: Language
  form: ChangingJson
  institution_name: string
  name_folded: string
  ico: string | null
  email: string
  request_key: string
  request_sha256: Buffer
  conditions_version: number
  conditions_agreed_at: Date
  proof_method: SignInMethod | null
  proof_issuer: string | null
  proof_subject: string | null
  proof_name: string | null
  proof_email: string | null
  proof_ico: string | null
  entered_by: string | null
  created_at: Date
  confirmed_at: Date | null
  decided_at: Date | null
  decided_by: string | null
  institution_id: string | null
}

interface RegistrationLinkTable {
  token_sha256: Buffer
  registration_id: string
}

interface RegistrationEntryTable {
  registration_id: string
  position: Generated<number>
  at: Date
  author: EntryAuthor
  person_id: string | null
  status: RegistrationStatus | null
  words: Generated<string>
}

interface EnrolmentCodeTable {
  id: Generated<string>
  code_sha256: Buffer
  institution_id: string
  created_at: Date
  expires_at: Date
  used_at: Date | null
  node_id: string | null
  created_by: string | null
}

interface NodeTable {
  id: string
  institution_id: string
  enrolled_at: Date
  revoked_at: Date | null
  revoked_by: string | null
  last_contact_at: Date | null
  version: Generated<string>
  outgoing: Generated<number>
  incoming: Generated<number>
  trouble: string | null
  silence_told_at: Date | null
  certificate_told_end: Date | null
  certificate_told_days: number | null
}

interface NodePassportTable {
  node_id: string
  told_at: Date
  /** `ToldPassport` of `nodes`. */
  passport: ChangingJson
}

interface NodeWatchTable {
  is_only: Generated<boolean>
  watched_at: Date
  unbroken_since: Date
}

interface NodeCertificateTable {
  fingerprint_sha256: string
  node_id: string
  pem: string
  subject_key_sha256: Buffer
  expires_at: Date
}

interface NodeDeliveryTable {
  message_id: string
  institution_id: string
  node_id: string
  stored: Generated<number>
  refused: ChangingJson
  settled_at: Date | null
  waits_for_decision: Generated<boolean>
  decompressed: Generated<number>
  /** A list. */
  at_each: ChangingJson
}

interface InvitationTable {
  id: string
  token_sha256: Buffer
  institution_id: string
  name: string
  email: string
  role: MemberRole
  language: Language
  invited_by: string | null
  created_at: Date
  expires_at: Date
  accepted_at: Date | null
  accepted_by: string | null
}

interface ProvenIdentityTable {
  browser_sha256: Buffer
  code_sha256: Buffer | null
  method: SignInMethod
  issuer: string
  subject: string
  name: string | null
  email: string | null
  ico: string | null
  krzp: Generated<string | null>
  sid: string | null
  certificate_sha256: string | null
  return_to: string | null
  expires_at: Date
}

interface RemovedMemberTable {
  person_id: string
  institution_id: string
  removed_by: string | null
  removed_at: Date
}

interface JtpLogoutTable {
  token_id: string
  expires_at: Date
}

interface DicomGatewayTable {
  id: string
  institution_id: string
  ae_title: string
  addresses: Generated<string[]>
  report_host: string | null
  report_port: number | null
  report_tls: Generated<boolean>
  is_operators: Generated<boolean>
  withdrawn_at: Date | null
}

interface DicomGatewayCertificateTable {
  gateway_id: string
  issuer: string | null
  subject_key_sha256: Buffer | null
  fingerprint_sha256: string | null
  subject: string | null
  not_after: Date | null
}

interface DicomReceptionTable {
  message_id: string
  gateway_id: string
  closed_at: Date | null
  complete: Generated<boolean>
  process_id: string | null
  missing_since: Generated<Date | null>
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

interface HandOffTable {
  token_sha256: Buffer
  purpose: 'package' | 'manifest' | 'instances'
  message_id: string
  person_id: string
  institution_id: string
  study_instance_uid: string | null
  file_extension: string | null
  expires_at: Date
}

interface NodeEndToEndKeyTable {
  kid: string
  node_id: string
  statement: string
  told_at: Date
  retired_at: Date | null
}

interface EndToEndMessageTable {
  message_id: string
  instances: number
  key_ids: string[]
}

interface ForwardedTable {
  message_id: string
  source_id: string
  source_sha256: Buffer
  studies: string[] | null
}

interface MessageDocumentTable {
  upload_id: string
  message_id: string
  title: string
  study_instance_uid: string | null
}

interface AnnouncementTable {
  id: string
  text_cs: string
  text_en: string
  begins_at: Date
  ends_at: Date
  announced_at: Date
  announced_by: string | null
  withdrawn_at: Date | null
}

interface FavouriteInstitutionTable {
  person_id: string
  institution_id: string
}

interface PersonSettingsTable {
  person_id: string
  language: Language | null
  desktop_viewer: string | null
  arrival_mails: 'every' | 'daily' | 'urgent' | 'none' | null
  notices: string[] | null
}

interface SigningKeyTable {
  kid: string
  public_jwk: ChangingJson
  created_at: Date
  retired_at: Generated<Date | null>
}

interface ManifestTable {
  message_id: string
  package_sha256: Buffer
  jws: string
}

interface ReceiptTable {
  message_id: string
  institution_id: string
  kind: 'delivered' | 'opened' | 'stored' | 'deleted'
  at: Date
  jws: string
  /** The same, signed by the recipient's node. */
  node_jws: Generated<string | null>
}

interface NodeKeyTable {
  kid: string
  node_id: string
  public_jwk: ChangingJson
  created_at: Date
}

/** As `STORED_PROBLEMS` of the storage. */
type StoredProblem =
  | 'package-missing'
  | 'package-changed'
  | 'package-unreadable'
  | 'index-missing'
  | 'index-damaged'

interface PackageCheckTable {
  message_id: string
  checked_at: Date
  problem: StoredProblem | null
}

interface AuditForwardingTable {
  /** host:port. */
  repository: string
  /** Of the last event that it got; 0: none. */
  position: number
  changed_at: Date
}

interface DeclaredStudyTable {
  message_id: string
  position: number
  study_instance_uid: string
  instances: number
  sop_instance_uids: string[] | null
  arrived: number | null
  missing: string[] | null
  arrived_uids: string[] | null
}

interface ImageRequestTable {
  id: string
  asking_institution_id: string
  asking_person_id: string
  asked_institution_id: string
  clinician: string
  patient_name: string
  patient_id: string | null
  patient_id_kind: PatientIdKind | null
  patient_birth_date: string | null
  wanted: string
  modalities: Generated<string[]>
  studied_from: string | null
  studied_to: string | null
  accession_number: string | null
  reason: string
  urgency: Urgency
  needed_by: Date
  status: RequestStatus
  refusal: string | null
  created_at: Date
  ended_at: Date | null
  opened_at: Generated<Date | null>
  reminded_at: Generated<Date | null>
  escalated_at: Generated<Date | null>
  idempotency_key: string | null
  request_sha256: Buffer | null
  patient_forgotten_at: Generated<Date | null>
}

interface ImageRequestEventTable {
  position: Generated<number>
  request_id: string
  at: Date
  actor: string
  institution_id: string | null
  what: string
  message_id: string | null
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
  authority_certificate: AuthorityCertificateTable
  revocation_list: RevocationListTable
  presented_certificate: PresentedCertificateTable
  certificate_renewal: CertificateRenewalTable
  session: SessionTable
  device_sign_in: DeviceSignInTable
  sign_in_code: SignInCodeTable
  jtp_sign_in: JtpSignInTable
  saml_sign_in: SamlSignInTable
  message: MessageTable
  delivery: DeliveryTable
  upload: UploadTable
  upload_piece: UploadPieceTable
  shared_key: SharedKeyTable
  study: StudyTable
  series: SeriesTable
  message_file: MessageFileTable
  study_result: StudyResultTable
  message_event: MessageEventTable
  audit_event: AuditEventTable
  audit_forwarding: AuditForwardingTable
  traffic: TrafficTable
  clock_watch: ClockWatchTable
  clock_put_off: ClockPutOffTable
  space_of_day: SpaceOfDayTable
  mail: MailTable
  daily_arrival: DailyArrivalTable
  webhook: WebhookTable
  webhook_call: WebhookCallTable
  mail_wording: MailWordingTable
  register_place: RegisterPlaceTable
  register_import: RegisterImportTable
  conditions: ConditionsTable
  withdrawn_conditions: WithdrawnConditionsTable
  registration: RegistrationTable
  registration_link: RegistrationLinkTable
  registration_entry: RegistrationEntryTable
  enrolment_code: EnrolmentCodeTable
  node: NodeTable
  node_passport: NodePassportTable
  node_watch: NodeWatchTable
  node_certificate: NodeCertificateTable
  node_delivery: NodeDeliveryTable
  invitation: InvitationTable
  proven_identity: ProvenIdentityTable
  removed_member: RemovedMemberTable
  jtp_logout: JtpLogoutTable
  dicom_gateway: DicomGatewayTable
  dicom_gateway_certificate: DicomGatewayCertificateTable
  dicom_reception: DicomReceptionTable
  dicom_commitment: DicomCommitmentTable
  hand_off: HandOffTable
  forwarded: ForwardedTable
  node_end_to_end_key: NodeEndToEndKeyTable
  end_to_end_message: EndToEndMessageTable
  message_document: MessageDocumentTable
  announcement: AnnouncementTable
  favourite_institution: FavouriteInstitutionTable
  person_settings: PersonSettingsTable
  signing_key: SigningKeyTable
  manifest: ManifestTable
  receipt: ReceiptTable
  node_key: NodeKeyTable
  package_check: PackageCheckTable
  declared_study: DeclaredStudyTable
  image_request: ImageRequestTable
  image_request_event: ImageRequestEventTable
}

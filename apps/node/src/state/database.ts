/**
 * What the node knows of its transfers, in SQLite: durable with each transaction (WAL, synchronous=FULL), so that what
 * was answered with success is known after any end of the process. Images lie in files beside it.
 */
import { DatabaseSync, type StatementSync } from 'node:sqlite'

const MOST_STATEMENTS = 500

/** Each once, in this order. */
const MIGRATIONS: readonly string[] = [
  `
  create table participant (
    ae_title text primary key,
    id text not null,
    name text not null
  ) strict;

  create table outgoing (
    id text primary key,
    called text not null,
    recipient_id text not null,
    recipient_name text not null,
    calling text not null,
    study text not null,
    state text not null check (state in ('receiving', 'packing', 'uploading', 'sent', 'delivered', 'failed')),
    created_ms integer not null,
    changed_ms integer not null,
    upload_path text,
    package_bytes integer,
    message_id text,
    far_status text,
    trouble text,
    attempts integer not null default 0,
    next_ms integer not null default 0
  ) strict;
  create index outgoing_state on outgoing (state, next_ms);
  create unique index outgoing_open on outgoing (called, calling, study) where state = 'receiving';

  create table outgoing_instance (
    outgoing_id text not null references outgoing on delete cascade,
    sop_instance_uid text not null,
    file text not null,
    size_bytes integer not null,
    transfer_syntax_uid text not null,
    data_set_sha256 text not null,
    primary key (outgoing_id, sop_instance_uid)
  ) strict, without rowid;

  create table incoming (
    message_id text primary key,
    sender_name text not null,
    urgent integer not null,
    instances integer not null,
    size_bytes integer not null,
    state text not null check (state in ('waiting', 'storing', 'committing', 'done', 'gone')),
    created_ms integer not null,
    changed_ms integer not null,
    trouble text,
    attempts integer not null default 0,
    next_ms integer not null default 0,
    commitment text
  ) strict;
  create index incoming_state on incoming (state, next_ms);

  create table incoming_instance (
    message_id text not null references incoming on delete cascade,
    position integer not null,
    sop_instance_uid text not null,
    sop_class_uid text not null,
    transfer_syntax_uid text not null,
    offset_bytes integer not null,
    size_bytes integer not null,
    sha256 text not null,
    state text not null default 'waiting' check (state in ('waiting', 'stored', 'refused', 'committed')),
    status integer,
    comment text not null default '',
    attempts integer not null default 0,
    primary key (message_id, position)
  ) strict, without rowid;
  `,
  // SQLite changes no check: the tables are made anew. What refers to them does so by name.
  `
  create table outgoing_new (
    id text primary key,
    called text not null,
    recipient_id text not null,
    recipient_name text not null,
    calling text not null,
    study text not null,
    state text not null check (state in
      ('receiving', 'packing', 'uploading', 'sent', 'delivered', 'failed', 'cancelling', 'cancelled')),
    created_ms integer not null,
    changed_ms integer not null,
    upload_path text,
    package_bytes integer,
    message_id text,
    far_status text,
    trouble text,
    attempts integer not null default 0,
    next_ms integer not null default 0,
    held integer not null default 0,
    request_key text, -- Idempotency-Key of its message; null: its id
    images integer -- once its instances are forgotten
  ) strict;
  insert into outgoing_new (id, called, recipient_id, recipient_name, calling, study, state, created_ms, changed_ms,
    upload_path, package_bytes, message_id, far_status, trouble, attempts, next_ms)
  select id, called, recipient_id, recipient_name, calling, study, state, created_ms, changed_ms,
    upload_path, package_bytes, message_id, far_status, trouble, attempts, next_ms from outgoing;
  drop table outgoing;
  alter table outgoing_new rename to outgoing;
  create index outgoing_state on outgoing (state, next_ms);
  create unique index outgoing_open on outgoing (called, calling, study) where state = 'receiving';

  create table incoming_new (
    message_id text primary key,
    sender_name text not null,
    urgent integer not null,
    instances integer not null,
    size_bytes integer not null,
    state text not null check (state in
      ('waiting', 'storing', 'committing', 'done', 'gone', 'cancelling', 'cancelled')),
    created_ms integer not null,
    changed_ms integer not null,
    trouble text,
    attempts integer not null default 0,
    next_ms integer not null default 0,
    commitment text,
    held integer not null default 0
  ) strict;
  insert into incoming_new (message_id, sender_name, urgent, instances, size_bytes, state, created_ms, changed_ms,
    trouble, attempts, next_ms, commitment)
  select message_id, sender_name, urgent, instances, size_bytes, state, created_ms, changed_ms,
    trouble, attempts, next_ms, commitment from incoming;
  drop table incoming;
  alter table incoming_new rename to incoming;
  create index incoming_state on incoming (state, next_ms);
  `,
  `
  alter table outgoing add column source text; -- where its files lie, when they came from a folder
  alter table outgoing add column remarks text; -- what is to be said about them there
  create index outgoing_source on outgoing (source) where source is not null;
  `,
  `
  alter table outgoing add column urgent integer not null default 0;
  alter table outgoing add column note text not null default '';
  alter table outgoing add column rules text not null default ''; -- names of those that applied, a line each

  create table left_out (
    calling text not null,
    called text not null,
    study text not null,
    series text not null,
    sop_instance_uid text not null,
    rule text not null,
    modality text not null,
    at_ms integer not null,
    primary key (series, sop_instance_uid, calling, called)
  ) strict, without rowid;
  create index left_out_at on left_out (at_ms);
  `,
  // One open message for a recipient, however it was called. Of several that are open the newest goes on.
  `
  update outgoing set state = 'packing', next_ms = 0 where state = 'receiving' and exists (
    select 1 from outgoing as newer
    where newer.recipient_id = outgoing.recipient_id and newer.calling = outgoing.calling
      and newer.study = outgoing.study and newer.state = 'receiving'
      and (newer.created_ms, newer.id) > (outgoing.created_ms, outgoing.id));
  drop index outgoing_open;
  create unique index outgoing_open on outgoing (recipient_id, calling, study) where state = 'receiving';
  `,
  // The order in which images came is that of the package, however often it is made.
  `
  alter table outgoing_instance add column position integer not null default 0;
  create index outgoing_instance_position on outgoing_instance (outgoing_id, position);
  `,
  // Patients of deliveries, where the node has rules for their identifiers.
  `
  create table incoming_patient (
    message_id text not null references incoming on delete cascade,
    key text not null,
    number integer not null,
    sent text not null, -- JSON; {} once its images are gone
    instances integer not null,
    character_sets text not null, -- JSON
    longest_accession integer not null,
    rule text not null,
    question text, -- why a person is asked
    candidates text not null, -- JSON
    decision text, -- JSON
    kind text check (kind in ('keep', 'refuse', 'write')), -- null: nobody has decided
    decided_by text,
    decided_ms integer,
    primary key (message_id, key)
  ) strict, without rowid;
  alter table incoming add column decompressed integer not null default 0; -- images that the PACS took so
  `,
  // What is held for workstations that ask for it. Its files lie in held/, and none without a row here stays.
  `
  create table held (
    id text primary key,
    source text not null check (source in ('received', 'sent')),
    held_ms integer not null,
    size_bytes integer not null
  ) strict;
  create index held_age on held (held_ms);

  create table held_series (
    held_id text not null references held on delete cascade,
    study_uid text not null,
    series_uid text not null,
    modality text not null,
    keys blob not null, -- elements of one of its instances, Explicit VR Little Endian, bytes as they came
    primary key (held_id, study_uid, series_uid)
  ) strict, without rowid;
  create index held_series_study on held_series (study_uid);
  create index held_series_uid on held_series (series_uid);

  create table held_instance (
    held_id text not null references held on delete cascade,
    study_uid text not null,
    series_uid text not null,
    sop_instance_uid text not null,
    sop_class_uid text not null,
    transfer_syntax_uid text not null,
    file text not null,
    offset_bytes integer not null, -- of the instance in its file
    size_bytes integer not null,
    data_set_bytes integer not null, -- where the data set begins in the instance
    hashed_from_bytes integer not null, -- of the instance: from there on its SHA-256 holds
    sha256 text not null,
    keys blob not null,
    primary key (held_id, sop_instance_uid)
  ) strict, without rowid;
  create index held_instance_series on held_instance (series_uid);
  create index held_instance_uid on held_instance (sop_instance_uid);
  create index held_instance_kind on held_instance (sop_class_uid, transfer_syntax_uid);
  `,
  // Whether the rules for identifiers are about it: decided once, so that no study is parted between two patients.
  `
  alter table incoming add column by_rules integer check (by_rules in (0, 1)); -- null: not decided
  `,
  // How many images the study has, as the PACS says with them; null: it does not.
  `
  alter table outgoing add column announced integer;
  `,
  // Several PACS: each instance once for each of those that are to have it.
  `
  create table incoming_instance_new (
    message_id text not null references incoming on delete cascade,
    position integer not null,
    pacs text not null, -- its name in node.yaml
    sop_instance_uid text not null,
    sop_class_uid text not null,
    transfer_syntax_uid text not null,
    modality text not null default '',
    offset_bytes integer not null,
    size_bytes integer not null,
    sha256 text not null,
    state text not null default 'waiting' check (state in ('waiting', 'stored', 'refused', 'committed')),
    status integer,
    comment text not null default '',
    attempts integer not null default 0,
    primary key (message_id, position, pacs)
  ) strict, without rowid;
  insert into incoming_instance_new (message_id, position, pacs, sop_instance_uid, sop_class_uid,
    transfer_syntax_uid, offset_bytes, size_bytes, sha256, state, status, comment, attempts)
  select message_id, position, 'PACS', sop_instance_uid, sop_class_uid, transfer_syntax_uid, offset_bytes, size_bytes,
    sha256, state, status, comment, attempts from incoming_instance;
  drop table incoming_instance;
  alter table incoming_instance_new rename to incoming_instance;

  create table incoming_pacs (
    message_id text not null references incoming on delete cascade,
    pacs text not null,
    waiting integer not null default 0, -- as they were when the centre was told last
    stored integer not null default 0,
    refused integer not null default 0,
    committed integer not null default 0,
    trouble text,
    commitment text, -- UID of the transaction that it was asked to commit in
    asked integer not null default 0, -- 0: not taken by it, 1: taken, 2: it has reported
    primary key (message_id, pacs)
  ) strict, without rowid;
  create index incoming_pacs_commitment on incoming_pacs (commitment) where commitment is not null;
  insert into incoming_pacs (message_id, pacs, commitment, asked)
    -- One that could not be asked yet is asked again.
    select message_id, 'PACS', commitment, case when state = 'committing' and attempts > 0 then 0 else 1 end
    from incoming where commitment is not null;
  alter table incoming drop column commitment;
  `,
  // Later images of a study that was sent: to which message they are a supplement.
  `
  alter table outgoing add column supplement_to text; -- its id at the centre; '': none; null: not decided
  -- The centre may have its message already, the answer lost: it is asked for in the same words.
  update outgoing set supplement_to = '' where upload_path is not null;
  create index outgoing_message on outgoing (message_id) where message_id is not null;
  create index outgoing_study on outgoing (recipient_id, study, created_ms) where study <> '';
  alter table incoming add column supplement_to text; -- null: none
  `,
  // To another recipient than the one it was for.
  `
  alter table outgoing add column redirect_to text; -- JSON; null: it stays as it is, or that is done
  alter table outgoing add column redirected text not null default ''; -- whom it was for before, a line each
  `,
  // What came from callers that ask for storage commitment, and the answers that they do not know yet.
  `
  create table sent_instance (
    sop_instance_uid text not null,
    calling text not null,
    called_id text not null, -- of the participant that was called; the title where only a rule names it
    outgoing_id text not null references outgoing on delete cascade,
    sop_class_uid text not null,
    primary key (sop_instance_uid, calling, called_id, outgoing_id)
  ) strict, without rowid;
  create index sent_instance_outgoing on sent_instance (outgoing_id);

  create table commitment_report (
    id integer primary key,
    calling text not null,
    called text not null,
    transaction_uid text not null,
    result text not null, -- JSON
    decided_ms integer not null
  ) strict;
  create index commitment_report_calling on commitment_report (calling, called);
  `,
  // Studies that answer requests for images, and the messages that they become.
  `
  create table answer_study (
    request_id text not null,
    study text not null,
    recipient_id text not null,
    recipient_name text not null,
    state text not null check (state in ('waiting', 'moved', 'failed')),
    trouble text,
    decided_by text, -- null: by the administrator's rule
    attempts integer not null default 0,
    next_ms integer not null default 0,
    primary key (request_id, study)
  ) strict, without rowid;
  create table answer_outgoing (
    outgoing_id text primary key references outgoing on delete cascade,
    request_id text not null
  ) strict, without rowid;
  create index answer_outgoing_request on answer_outgoing (request_id);
  `,
  // One message may answer several requests; and what has come for each of them, so that it goes once however often the PACS moves it.
  `
  create table answer_outgoing_of_several (
    outgoing_id text not null references outgoing on delete cascade,
    request_id text not null,
    primary key (outgoing_id, request_id)
  ) strict; -- the first row is the one that the message names
  insert into answer_outgoing_of_several select outgoing_id, request_id from answer_outgoing;
  drop table answer_outgoing;
  alter table answer_outgoing_of_several rename to answer_outgoing;
  create index answer_outgoing_request on answer_outgoing (request_id);

  create table answer_instance (
    request_id text not null,
    study text not null,
    sop_instance_uid text not null,
    data_set_sha256 text not null,
    outgoing_id text not null references outgoing on delete cascade,
    primary key (request_id, study, sop_instance_uid)
  ) strict, without rowid;
  create index answer_instance_outgoing on answer_instance (outgoing_id);
  `,
  // What each PACS took when it was asked, and what is foreseen of messages at their recipients.
  `
  create table learned_pacs (
    name text primary key,
    address text not null, -- of whom this was learnt: another one under the same name is asked anew
    learned_ms integer not null,
    takes text not null -- JSON
  ) strict;
  alter table outgoing add column foreseen text not null default ''; -- sentences, one a line
  `,
  `
  create table end_to_end_identity (
    institution_id text not null,
    identity text not null,
    institution_name text not null,
    state text not null check (state in ('believed', 'asked')),
    first_ms integer not null,
    newest_iat integer not null,
    primary key (institution_id, identity)
  ) strict;

  create table incoming_end_to_end (
    message_id text primary key,
    sender_id text not null,
    sender_name text not null,
    keys text not null,
    note text not null
  ) strict;
  `,
  // Images that a PACS got while the upload they came from was still coming, and the message that they turned out to be of.
  `
  create table early_reading (
    upload_id text primary key,
    sender_name text not null,
    began_ms integer not null,
    changed_ms integer not null,
    message_id text, -- that it became
    is_told integer not null default 0 -- in the log, that its message did not come
  ) strict;
  create table early_image (
    upload_id text not null references early_reading on delete cascade,
    sop_instance_uid text not null,
    sha256 text not null,
    pacs text not null,
    status integer not null,
    comment text not null,
    message_id text, -- that has it; null: none yet
    primary key (upload_id, sop_instance_uid, sha256, pacs)
  ) strict, without rowid;
  create index early_image_uid on early_image (sop_instance_uid);
  alter table incoming add column arrived_as text; -- the upload that it was; null: no node's
  alter table outgoing add column early integer not null default 0; -- 1: its images may be at the recipient before its message
  `,
]

export class NodeDatabase {
  readonly #database: DatabaseSync
  /** By their text: what is asked for each image is understood once. */
  readonly #statements = new Map<string, StatementSync>()

  private constructor(database: DatabaseSync) {
    this.#database = database
  }

  /** @param migrations for tests: as many of them as an older node knew */
  static open(path: string, migrations: number = MIGRATIONS.length): NodeDatabase {
    const database = new DatabaseSync(path)
    // Without foreign keys at first: a table that is made anew must not take with it what refers to it.
    database.exec('pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = off')
    const opened = new NodeDatabase(database)
    const [{ user_version: done = 0 } = {}] = opened.all<{ user_version: number }>('pragma user_version')
    for (const [index, migration] of MIGRATIONS.entries()) {
      if (index < done || index >= migrations) continue
      opened.transaction(() => database.exec(`${migration}; pragma user_version = ${index + 1}`))
    }
    database.exec('pragma foreign_keys = on')
    return opened
  }

  all<Row>(query: string, ...values: readonly Value[]): readonly Row[] {
    return this.#prepared(query).all(...values) as unknown as readonly Row[]
  }

  get<Row>(query: string, ...values: readonly Value[]): Row | undefined {
    return this.#prepared(query).get(...values) as unknown as Row | undefined
  }

  /** @returns how many rows it changed. Durable when it returns, unless a transaction is open. */
  run(statement: string, ...values: readonly Value[]): number {
    return Number(this.#prepared(statement).run(...values).changes)
  }

  /**
   * Survives the end of this process when it returns; a power cut only with the next change that is durable. For what comes
   * hundreds of times a second, and is put right when it was forgotten.
   */
  quickly<T>(work: () => T): T {
    this.#database.exec('pragma synchronous = normal')
    try {
      return work()
    } finally {
      this.#database.exec('pragma synchronous = full')
    }
  }

  /** Durable when it returns. */
  transaction<T>(work: () => T): T {
    this.#database.exec('begin immediate')
    try {
      const result = work()
      this.#database.exec('commit')
      return result
    } catch (error) {
      // SQLite takes back some itself, such as one that finds the disk full.
      if (this.#database.isTransaction) this.#database.exec('rollback')
      throw error
    }
  }

  close(): void {
    this.#database.close()
  }

  #prepared(text: string): StatementSync {
    const known = this.#statements.get(text)
    if (known !== undefined) return known
    const statement = this.#database.prepare(text)
    // All of them are written in the program; should one be put together from values, they do not pile up.
    if (this.#statements.size >= MOST_STATEMENTS) this.#statements.clear()
    this.#statements.set(text, statement)
    return statement
  }
}

type Value = string | number | null | Uint8Array

-- Communication nodes: programs of institutions that come in with certificates of the centre's own node authority.

-- A node acts in its own name: its row in person is nobody's, is a member of nothing, and nobody signs in as it.
create table node (
  id uuid primary key references person,
  institution_id uuid not null references institution on delete cascade,
  enrolled_at timestamptz not null,
  revoked_at timestamptz,
  revoked_by uuid references person on delete set null,
  last_contact_at timestamptz,
  version text not null default '',
  outgoing integer not null default 0, -- messages that wait in it for the centre
  incoming integer not null default 0, -- messages that wait in it for the PACS
  trouble text -- what its page shows in red; never patient data
);
create index node_institution on node (institution_id);

create table node_certificate (
  fingerprint_sha256 text primary key,
  node_id uuid not null references node on delete cascade,
  pem text not null,
  subject_key_sha256 bytea not null,
  expires_at timestamptz not null
);
create index node_certificate_node on node_certificate (node_id);

-- The node that a code enrolled: asked again with the same key, the centre answers the same certificate.
alter table enrolment_code add column node_id uuid references node on delete set null;

-- What a recipient's node has made of a delivery.
create table node_delivery (
  message_id uuid not null,
  institution_id uuid not null,
  node_id uuid not null references node on delete cascade,
  stored integer not null default 0 check (stored >= 0), -- instances that the PACS took
  refused jsonb not null, -- by SOP Instance UID: the PACS's status and comment
  settled_at timestamptz, -- the node does nothing more about it
  primary key (message_id, institution_id),
  foreign key (message_id, institution_id) references delivery on delete cascade
);
create index node_delivery_node on node_delivery (node_id);

-- JTP by SAML 2.0; open sessions of JTP whose claims are asked for again.

-- Sign-ins that are under way at a SAML identity provider: first the request, then what its answer has said.
create table saml_sign_in (
  request_sha256 bytea primary key, -- of the request's id, which the answer repeats (InResponseTo)
  browser_sha256 bytea not null, -- of the browser that began
  return_to text,
  begun_at timestamptz not null,
  person jsonb, -- null: not answered yet; an answer is taken once
  code_sha256 bytea unique, -- leads the browser from the answer to the session
  expires_at timestamptz not null
);
create index saml_sign_in_expires_at on saml_sign_in (expires_at);

alter table session add column jtp_refresh_token bytea; -- encrypted with a key that the session's cookie alone holds
alter table session add column jtp_recheck_at timestamptz; -- when JTP is asked again; null: it cannot be

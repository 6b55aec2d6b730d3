/** The configurations that come with the Debian package: one for each role, the same but for what they do and where they keep it. */
import type { ConfigFile } from '../config/index.ts'

export const CONFIG_FOLDER = '/etc/epacs-centre'
export const PACKAGED_ROLES = ['web', 'dicom', 'worker'] as const

const METRICS_PORTS = { web: 9464, dicom: 9465, worker: 9466 } as const

export function sampleConfig(role: (typeof PACKAGED_ROLES)[number]): ConfigFile {
  return {
    dataFolder: `/var/lib/epacs-centre/${role}`,
    roles: [role],
    portal: {
      host: '::',
      port: 8443,
      publicUrl: 'https://epacs.example',
      tls: { certFile: 'tls/server.pem', keyFile: 'tls/server-key.pem' },
      folder: '/usr/lib/epacs-centre/apps/portal/dist',
    },
    certificateEntrance: { host: '::', port: 8444, publicUrl: 'https://sign-in.epacs.example' },
    reverseProxy: { addresses: ['127.0.0.1', '::1'] },
    dicom: { host: '::', tlsPort: 2762 },
    database: {
      url: `postgres://epacs:PASSWORD@db.example/epacs?sslmode=verify-full&sslrootcert=${CONFIG_FOLDER}/db-ca.pem`,
    },
    packages: {
      s3: { endpoint: 'https://s3.example', bucket: 'epacs', credentialsFile: 's3-credentials' },
    },
    keys: { sealFile: 'seal' },
    stopping: { noticeSeconds: 10, transferSeconds: 120 },
    // All three may be on one machine.
    metrics: { port: METRICS_PORTS[role] },
    mail: { smtp: { url: 'smtps://mail.example:465' } },
  }
}

/** @peculiar/x509 finds its parts by decorators: the metadata has to be there before it is loaded. */
import 'reflect-metadata'

export * from '@peculiar/x509'

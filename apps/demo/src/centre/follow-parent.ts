/**
 * Loaded before the centre (`node --import`): when the demo that started it is gone, even by kill -9, the channel
 * between them closes, and the centre is asked to end as by SIGTERM. Nothing of a demo outlives it.
 */
if (process.channel !== undefined) {
  process.channel.unref()
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'))
}

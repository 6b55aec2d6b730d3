// Runs before every command, on whatever Node the machine has: says in one sentence what is wrong.
const [major] = process.versions.node.split('.').map(Number)
if (major < 24) {
  console.error(
    `ePACS needs Node.js 24 (this is ${process.version}): run "npm ci" in this folder, which brings it on Linux and Windows; on other systems install Node.js 24.`,
  )
  process.exit(1)
}

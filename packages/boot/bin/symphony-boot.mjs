#!/usr/bin/env node
// The version is checked before anything is loaded that an older Node cannot read.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(
    `symphony-boot needs Node 20.19 or later, and this is Node ${process.versions.node}: install a newer one.`,
  );
  process.exit(1);
}
try {
  const { main } = await import('../dist/main.js');
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  // Not even the code that explains errors could be loaded.
  if (error?.code !== 'EMFILE' && error?.code !== 'ENFILE') throw error;
  console.error(
    `symphony-boot: ${error.message}; this process may open too few files: raise its limit (ulimit -n 1024)`,
  );
  process.exit(1);
}
// Nothing is left to do. Where a module left a timer or a socket open, the process ends all the same.
setTimeout(() => process.exit(), 500).unref();

#!/usr/bin/env node
import { main } from '../dist/main.js';

process.exitCode = await main(process.argv.slice(2));
// Nothing is left to do. Where a module left a timer or a socket open, the process ends all the same.
setTimeout(() => process.exit(), 500).unref();

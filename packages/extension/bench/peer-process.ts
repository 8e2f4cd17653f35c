// Runs the program of a peer, and lets the driver read what it uses.
import { reportCpu } from './report-cpu.js';

await import(`./peers/${process.argv[2] ?? ''}`);
reportCpu();

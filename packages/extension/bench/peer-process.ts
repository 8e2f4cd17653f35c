// Runs the program of another framework, and reports its resources to the driver.
import { reportCpu } from './report-cpu.js';

await import(`./peers/${process.argv[2] ?? ''}`);
reportCpu();

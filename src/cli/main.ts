/** The entry of the program. */
import { transforms } from '../../transforms/index.ts';
import { runProcess } from './run-process.ts';

runProcess(process, transforms);

import { goldenCases } from '../../harness/golden.ts';

goldenCases('graceful-shutdown');

import { goldenCases } from '../../harness/golden.ts';

goldenCases('rolling-update');

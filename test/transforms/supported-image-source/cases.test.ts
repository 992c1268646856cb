import { goldenCases } from '../../harness/golden.ts';

goldenCases('supported-image-source');

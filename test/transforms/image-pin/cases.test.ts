import { goldenCases } from '../../harness/golden.ts';

goldenCases('image-pin');

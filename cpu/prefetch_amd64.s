#include "textflag.h"

// func prefetchRows(sources []int32, begin, end []int32, column *uint32)
TEXT ·prefetchRows(SB), NOSPLIT, $0-80
	MOVQ sources_base+0(FP), SI
	MOVQ sources_len+8(FP), CX
	MOVQ begin_base+24(FP), R8
	MOVQ end_base+48(FP), R9
	MOVQ column+72(FP), R10
	LEAQ (SI)(CX*4), CX

source:
	CMPQ SI, CX
	JCC  done
	MOVLQSX (SI), AX
	MOVLQSX (R8)(AX*4), BX
	MOVLQSX (R9)(AX*4), DX
	LEAQ (R10)(BX*4), BX
	LEAQ (R10)(DX*4), DX
	LEAQ 1024(BX), R11
	CMPQ R11, DX
	CMOVQCS R11, DX
	ADDQ $4, SI

line:
	PREFETCHT0 (BX)
	ADDQ $64, BX
	CMPQ BX, DX
	JCS  line
	JMP  source

done:
	RET

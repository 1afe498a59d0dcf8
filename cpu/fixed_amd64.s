#include "textflag.h"

#define EVENT(OFFSET) \
	MOVL OFFSET(R8), AX     \
	ANDL $0x03ffffff, AX    \
	ADDL DX, (R9)(AX*4)

// func scatter(slot *int32, destination *uint32, n int, current int32)
TEXT ·scatter(SB), NOSPLIT, $0-28
	MOVQ slot+0(FP), R9
	MOVQ destination+8(FP), R8
	MOVQ n+16(FP), CX
	MOVL current+24(FP), DX

four:
	SUBQ $4, CX
	JLT  rest
	EVENT(0)
	EVENT(4)
	EVENT(8)
	EVENT(12)
	ADDQ $16, R8
	JMP  four

rest:
	ADDQ $4, CX
	JEQ  done

one:
	EVENT(0)
	ADDQ $4, R8
	DECQ CX
	JNE  one

done:
	RET

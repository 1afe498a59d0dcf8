#include "textflag.h"

// func vectorAdd(into, from *int32, n int)
TEXT ·vectorAdd(SB), NOSPLIT, $0-24
	MOVQ into+0(FP), R8
	MOVQ from+8(FP), R9
	MOVQ n+16(FP), CX
	VPXOR Y2, Y2, Y2
	XORQ AX, AX

loop:
	CMPQ AX, CX
	JGE  done
	VMOVDQU (R9)(AX*4), Y0
	VMOVDQU 32(R9)(AX*4), Y1
	VPADDD (R8)(AX*4), Y0, Y0
	VPADDD 32(R8)(AX*4), Y1, Y1
	VMOVDQU Y2, (R9)(AX*4)
	VMOVDQU Y2, 32(R9)(AX*4)
	VMOVDQU Y0, (R8)(AX*4)
	VMOVDQU Y1, 32(R8)(AX*4)
	ADDQ $16, AX
	JMP  loop

done:
	VZEROUPPER
	RET

#include "textflag.h"

DATA gapLimits<>+0(SB)/4, $0xc4800000 // -snn.GapLimit
DATA gapLimits<>+4(SB)/4, $0x44800000
GLOBL gapLimits<>(SB), RODATA|NOPTR, $8

// func vectorConduct(source, target *int32, conductance *float32, current *int32, n int, v *float32, scale float32)
TEXT ·vectorConduct(SB), NOSPLIT, $0-52
	MOVQ source+0(FP), R8
	MOVQ target+8(FP), R9
	MOVQ conductance+16(FP), R10
	MOVQ current+24(FP), R11
	MOVQ n+32(FP), CX
	MOVQ v+40(FP), R12
	VBROADCASTSS scale+48(FP), Z16
	VBROADCASTSS gapLimits<>+0(SB), Z17
	VBROADCASTSS gapLimits<>+4(SB), Z18
	XORQ AX, AX

loop:
	CMPQ AX, CX
	JGE  done
	VMOVDQU32 (R8)(AX*4), Z0
	VMOVDQU32 (R9)(AX*4), Z1
	KXNORW K1, K1, K1
	KXNORW K2, K2, K2
	VPXORD Z2, Z2, Z2
	VPXORD Z3, Z3, Z3
	VGATHERDPS (R12)(Z0*4), K1, Z2
	VGATHERDPS (R12)(Z1*4), K2, Z3
	VSUBPS Z3, Z2, Z2
	VMAXPS Z17, Z2, Z2
	VMINPS Z18, Z2, Z2
	VMULPS (R10)(AX*4), Z2, Z2
	VMULPS Z16, Z2, Z2
	VCVTPS2DQ Z2, Z2
	VMOVDQU32 Z2, (R11)(AX*4)
	ADDQ $16, AX
	JMP  loop

done:
	VZEROUPPER
	RET

#include "textflag.h"

// The membrane equation of integrate.go, several neurons at a time: the same
// operations in the same order, each rounded on its own (no FMA), so that every
// bit is the scalar twin's.

DATA constants<>+0(SB)/4, $0x3d23d70a  // 0.04
DATA constants<>+4(SB)/4, $0x40a00000  // 5
DATA constants<>+8(SB)/4, $0x430c0000  // 140
DATA constants<>+12(SB)/4, $0x3f000000 // 0.5
DATA constants<>+16(SB)/4, $0xc2c80000 // -100
DATA constants<>+20(SB)/4, $0x420c0000 // 35
DATA constants<>+24(SB)/4, $0x41f00000 // 30
DATA constants<>+28(SB)/4, $0xd8635fa9 // -snn.RecoveryLimit
DATA constants<>+32(SB)/4, $0x58635fa9
GLOBL constants<>(SB), RODATA|NOPTR, $36

// v (V) = v + 0.5·(0.04·v·v + 5·v + 140 - u + I), with T and S as temporaries.
#define HALFSTEP(V, U, I, T, S, C004, C5, C140, C05) \
	VMULPS C004, V, T \
	VMULPS V, T, T    \
	VMULPS C5, V, S   \
	VADDPS S, T, T    \
	VADDPS C140, T, T \
	VSUBPS U, T, T    \
	VADDPS I, T, T    \
	VMULPS C05, T, T  \
	VADDPS T, V, V

// func vector512(l lanes)
TEXT ·vector512(SB), NOSPLIT, $0-72
	MOVQ l_v+0(FP), R8
	MOVQ l_u+8(FP), R9
	MOVQ l_external+16(FP), R10
	MOVQ l_a+24(FP), R11
	MOVQ l_b+32(FP), R12
	MOVQ l_current+40(FP), R13
	MOVQ l_spiked+48(FP), DI
	MOVQ l_n+56(FP), CX
	VBROADCASTSS l_unit+64(FP), Z16
	VBROADCASTSS constants<>+0(SB), Z17
	VBROADCASTSS constants<>+4(SB), Z18
	VBROADCASTSS constants<>+8(SB), Z19
	VBROADCASTSS constants<>+12(SB), Z20
	VBROADCASTSS constants<>+16(SB), Z21
	VBROADCASTSS constants<>+20(SB), Z22
	VBROADCASTSS constants<>+24(SB), Z23
	VBROADCASTSS constants<>+32(SB), Z25
	VPXORD Z24, Z24, Z24
	XORQ AX, AX

loop512:
	CMPQ AX, CX
	JGE  done512
	VCVTDQ2PS (R13)(AX*4), Z0
	VMOVDQU32 Z24, (R13)(AX*4)
	VMULPS Z16, Z0, Z0
	VADDPS (R10)(AX*4), Z0, Z0
	VMOVUPS (R8)(AX*4), Z1
	VMOVUPS (R9)(AX*4), Z2
	HALFSTEP(Z1, Z2, Z0, Z3, Z4, Z17, Z18, Z19, Z20)
	VMAXPS Z21, Z1, Z1
	VMINPS Z22, Z1, Z1
	HALFSTEP(Z1, Z2, Z0, Z3, Z4, Z17, Z18, Z19, Z20)
	VMULPS (R12)(AX*4), Z1, Z3
	VSUBPS Z2, Z3, Z3
	VMULPS (R11)(AX*4), Z3, Z3
	VADDPS Z3, Z2, Z2
	VRANGEPS $2, Z25, Z2, Z2 // the smaller magnitude, with the sign of u
	VCMPPS $0x1d, Z23, Z1, K1
	KMOVW  K1, BX
	MOVQ   AX, DX
	SHRQ   $3, DX
	MOVW   BX, (DI)(DX*1)
	VMOVUPS Z1, (R8)(AX*4)
	VMOVUPS Z2, (R9)(AX*4)
	ADDQ $16, AX
	JMP  loop512

done512:
	VZEROUPPER
	RET

// func vector256(l lanes)
TEXT ·vector256(SB), NOSPLIT, $0-72
	MOVQ l_v+0(FP), R8
	MOVQ l_u+8(FP), R9
	MOVQ l_external+16(FP), R10
	MOVQ l_a+24(FP), R11
	MOVQ l_b+32(FP), R12
	MOVQ l_current+40(FP), R13
	MOVQ l_spiked+48(FP), DI
	MOVQ l_n+56(FP), CX
	VBROADCASTSS l_unit+64(FP), Y8
	VBROADCASTSS constants<>+0(SB), Y9
	VBROADCASTSS constants<>+4(SB), Y10
	VBROADCASTSS constants<>+8(SB), Y11
	VBROADCASTSS constants<>+12(SB), Y12
	VBROADCASTSS constants<>+16(SB), Y13
	VBROADCASTSS constants<>+20(SB), Y14
	VBROADCASTSS constants<>+24(SB), Y15
	VBROADCASTSS constants<>+28(SB), Y6
	VBROADCASTSS constants<>+32(SB), Y7
	VPXOR Y5, Y5, Y5
	XORQ AX, AX

loop256:
	CMPQ AX, CX
	JGE  done256
	VCVTDQ2PS (R13)(AX*4), Y0
	VMOVDQU Y5, (R13)(AX*4)
	VMULPS Y8, Y0, Y0
	VADDPS (R10)(AX*4), Y0, Y0
	VMOVUPS (R8)(AX*4), Y1
	VMOVUPS (R9)(AX*4), Y2
	HALFSTEP(Y1, Y2, Y0, Y3, Y4, Y9, Y10, Y11, Y12)
	VMAXPS Y13, Y1, Y1
	VMINPS Y14, Y1, Y1
	HALFSTEP(Y1, Y2, Y0, Y3, Y4, Y9, Y10, Y11, Y12)
	VMULPS (R12)(AX*4), Y1, Y3
	VSUBPS Y2, Y3, Y3
	VMULPS (R11)(AX*4), Y3, Y3
	VADDPS Y3, Y2, Y2
	VMAXPS Y6, Y2, Y2
	VMINPS Y7, Y2, Y2
	VCMPPS $0x1d, Y15, Y1, Y3
	VMOVMSKPS Y3, BX
	MOVQ   AX, DX
	SHRQ   $3, DX
	MOVB   BX, (DI)(DX*1)
	VMOVUPS Y1, (R8)(AX*4)
	VMOVUPS Y2, (R9)(AX*4)
	ADDQ $8, AX
	JMP  loop256

done256:
	VZEROUPPER
	RET

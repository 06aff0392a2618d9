<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>Circuit</name>
    <message>
        <source>Input</source>
        <translation>输入</translation>
    </message>
    <message>
        <source>Adder</source>
        <translation>加法器</translation>
    </message>
    <message>
        <source>Subtractor</source>
        <translation>减法器</translation>
    </message>
    <message>
        <source>Negation</source>
        <translation>取负</translation>
    </message>
    <message>
        <source>Clamp</source>
        <translation>钳位</translation>
    </message>
    <message>
        <source>Comparison</source>
        <translation>比较器</translation>
    </message>
    <message>
        <source>Equality</source>
        <translation>相等比较</translation>
    </message>
    <message>
        <source>Selection</source>
        <translation>多路选择器</translation>
    </message>
    <message>
        <source>And</source>
        <translation>与</translation>
    </message>
    <message>
        <source>Or</source>
        <translation>或</translation>
    </message>
    <message>
        <source>Not</source>
        <translation>非</translation>
    </message>
    <message>
        <source>Register</source>
        <translation>寄存器</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>查找表</translation>
    </message>
    <message>
        <source>Multiplier</source>
        <translation>乘法器</translation>
    </message>
    <message>
        <source>Input weights</source>
        <translation>输入权重</translation>
    </message>
    <message>
        <source>Recurrent weights</source>
        <translation>循环权重</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Read-out</source>
        <translation>读出层</translation>
    </message>
    <message>
        <source>Control</source>
        <translation>控制</translation>
    </message>
</context>
<context>
    <name>CircuitTables</name>
    <message>
        <source>Block</source>
        <translation>模块</translation>
    </message>
    <message>
        <source>LUT</source>
        <translation>LUT</translation>
    </message>
    <message>
        <source>FF</source>
        <translation>FF</translation>
    </message>
    <message>
        <source>Full adders</source>
        <translation>全加器</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>This network needs no adders.</source>
        <translation>此网络不需要加法器。</translation>
    </message>
    <message>
        <source>%1 of %2 adders saved by sharing (%3)</source>
        <translation>通过共享，%2 个加法器中节省了 %1 个（%3）</translation>
    </message>
    <message>
        <source>Adders</source>
        <translation>加法器</translation>
    </message>
    <message>
        <source>Each sum on its own</source>
        <translation>各和式独立计算</translation>
    </message>
    <message>
        <source>Common sums shared</source>
        <translation>共享公共子式</translation>
    </message>
    <message>
        <source>Stage</source>
        <translation>级</translation>
    </message>
    <message>
        <source>Bits</source>
        <translation>位数</translation>
    </message>
    <message>
        <source>Delay (ns)</source>
        <translation>延迟 (ns)</translation>
    </message>
    <message>
        <source>From: %1</source>
        <translation>起点：%1</translation>
    </message>
    <message>
        <source>Into: %1</source>
        <translation>终点：%1</translation>
    </message>
    <message>
        <source>Energy (pJ/step)</source>
        <translation>能耗 (pJ/时间步)</translation>
    </message>
    <message>
        <source>Power (mW)</source>
        <translation>功耗 (mW)</translation>
    </message>
    <message>
        <source>Static share</source>
        <translation>静态占比</translation>
    </message>
    <message>
        <source>Cause</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>Share</source>
        <translation>占比</translation>
    </message>
    <message>
        <source>Settled toggles</source>
        <translation>稳态翻转</translation>
    </message>
    <message>
        <source>Each word&apos;s change from one step to the next</source>
        <translation>每个字从一个时间步到下一个时间步的变化</translation>
    </message>
    <message>
        <source>Glitches</source>
        <translation>毛刺</translation>
    </message>
    <message>
        <source>Spurious changes on paths of unequal length, by a factor for each level</source>
        <translation>不等长路径上的多余翻转，按每级一个系数估算</translation>
    </message>
    <message>
        <source>Clock</source>
        <translation>时钟</translation>
    </message>
    <message>
        <source>The clock input of each flip-flop</source>
        <translation>每个触发器的时钟输入</translation>
    </message>
    <message>
        <source>Toggles per step</source>
        <translation>每时间步翻转数</translation>
    </message>
    <message>
        <source>Per bit</source>
        <translation>每位</translation>
    </message>
    <message>
        <source>Toggles per bit and step</source>
        <translation>每位每时间步翻转数</translation>
    </message>
    <message>
        <source>Word bits</source>
        <translation>字的位数</translation>
    </message>
    <message>
        <source>%1 and more</source>
        <translation>%1 及以上</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 至 %2</translation>
    </message>
    <message>
        <source>Estimate</source>
        <translation>估算</translation>
    </message>
    <message>
        <source>Synthesis</source>
        <translation>综合</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>误差</translation>
    </message>
</context>
<context>
    <name>CompareTables</name>
    <message>
        <source>Block</source>
        <translation>模块</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>B − A</source>
        <translation>B − A</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>输出</translation>
    </message>
    <message>
        <source>NRMSE of A</source>
        <translation>A 的 NRMSE</translation>
    </message>
    <message>
        <source>NRMSE of B</source>
        <translation>B 的 NRMSE</translation>
    </message>
    <message>
        <source>Prediction over the last validation steps</source>
        <translation>最后若干验证时间步上的预测</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>时间步</translation>
    </message>
    <message>
        <source>Output (scaled)</source>
        <translation>输出（已缩放）</translation>
    </message>
    <message>
        <source>Target</source>
        <translation>目标值</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>变化</translation>
    </message>
    <message>
        <source>Verilog, bytes</source>
        <translation>Verilog 字节数</translation>
    </message>
    <message>
        <source>Verilog, lines</source>
        <translation>Verilog 行数</translation>
    </message>
    <message>
        <source>Words of the circuit</source>
        <translation>电路的字数</translation>
    </message>
    <message>
        <source>Layer</source>
        <translation>层</translation>
    </message>
    <message>
        <source>%1 by layer, A to B</source>
        <translation>%1，按层，从 A 到 B</translation>
    </message>
    <message>
        <source>LUT of the engines, A to B</source>
        <translation>引擎的 LUT：从 A 到 B</translation>
    </message>
    <message>
        <source>LUT by block of the exported seeds, A to B</source>
        <translation>导出种子的各模块 LUT，从 A 到 B</translation>
    </message>
</context>
<context>
    <name>Data</name>
    <message>
        <source>Only the test data have the class %1: no network learns to name it, so each of its series counts as an error in the test accuracy.</source>
        <translation>只有测试数据含有类别 %1：没有网络学过它，因此它的每个序列在测试准确率中都算作错误。</translation>
    </message>
    <message>
        <source>Only the test data have the classes %1: no network learns to name them, so each of their series counts as an error in the test accuracy.</source>
        <translation>只有测试数据含有类别 %1：没有网络学过它们，因此它们的每个序列在测试准确率中都算作错误。</translation>
    </message>
</context>
<context>
    <name>Duration</name>
    <message>
        <source>%1 s</source>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source>%1 min %2 s</source>
        <translation>%1 分 %2 秒</translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation>%1 小时 %2 分</translation>
    </message>
</context>
<context>
    <name>Explore</name>
    <message>
        <source>%1 bit</source>
        <translation>%1 位</translation>
    </message>
    <message>
        <source>mixed widths</source>
        <translation>混合位宽</translation>
    </message>
</context>
<context>
    <name>Metric</name>
    <message>
        <source>LUT</source>
        <translation>LUT</translation>
    </message>
    <message>
        <source>FF</source>
        <translation>FF</translation>
    </message>
    <message>
        <source>Delay</source>
        <translation>延迟</translation>
    </message>
    <message>
        <source>Throughput</source>
        <translation>吞吐量</translation>
    </message>
    <message>
        <source>Power</source>
        <translation>功耗</translation>
    </message>
    <message>
        <source>PDP</source>
        <translation>PDP</translation>
    </message>
    <message>
        <source>Energy per inference</source>
        <translation>单次推理能耗</translation>
    </message>
    <message>
        <source>%1&#xa0;% of %2</source>
        <translation>%2 的 %1&#xa0;%</translation>
    </message>
    <message>
        <source>Frames/s</source>
        <translation>帧/秒</translation>
    </message>
    <message>
        <source>seed %1 of %2</source>
        <translation>第 %1 个种子，共 %2 个</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>Latency</source>
        <translation>延迟</translation>
    </message>
    <message>
        <source>Area</source>
        <translation>面积</translation>
    </message>
    <message>
        <source>Arrays</source>
        <translation>阵列</translation>
    </message>
    <message>
        <source>Tiles</source>
        <translation>Tile</translation>
    </message>
    <message>
        <source>MVMs</source>
        <translation>矩阵向量乘</translation>
    </message>
    <message>
        <source>Cycles</source>
        <translation>周期</translation>
    </message>
    <message>
        <source>%1, the exported one</source>
        <translation>%1，即导出的那个</translation>
    </message>
    <message>
        <source>%1 (exported: seed %2)</source>
        <translation>%1（导出的是第 %2 个种子）</translation>
    </message>
</context>
<context>
    <name>StudyReport</name>
    <message>
        <source>The Verilog project of the point, verified while it is written</source>
        <translation>该设计点的 Verilog 工程，写出时即验证</translation>
    </message>
    <message>
        <source>The table as CSV</source>
        <translation>CSV 表格</translation>
    </message>
    <message>
        <source>en</source>
        <comment>code of this translation&apos;s language, as in &lt;html lang&gt;</comment>
        <translation>zh-CN</translation>
    </message>
    <message>
        <source>Compute the points again, into a file of their own, and compare</source>
        <translation>重新计算各设计点，写入单独的文件，并加以比较</translation>
    </message>
</context>
<context>
    <name>Tier</name>
    <message>
        <source>model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>fitted</source>
        <translation>拟合</translation>
    </message>
    <message>
        <source>synth</source>
        <translation>综合</translation>
    </message>
    <message>
        <source>route</source>
        <translation>布线</translation>
    </message>
    <message>
        <source>vendor</source>
        <translation>厂商</translation>
    </message>
    <message>
        <source>measured</source>
        <translation>实测</translation>
    </message>
    <message>
        <source>Computed by a formula from the circuit.</source>
        <translation>由电路按公式计算得出。</translation>
    </message>
    <message>
        <source>Estimated by a formula fitted to synthesised designs.</source>
        <translation>由对已综合设计拟合的公式估算。</translation>
    </message>
    <message>
        <source>Reported by yosys after synthesis.</source>
        <translation>yosys 综合后给出。</translation>
    </message>
    <message>
        <source>Reported by nextpnr after place and route.</source>
        <translation>nextpnr 布局布线后给出。</translation>
    </message>
    <message>
        <source>Read from a vendor tool&apos;s report.</source>
        <translation>读自厂商工具的报告。</translation>
    </message>
    <message>
        <source>Measured on hardware.</source>
        <translation>在硬件上实测。</translation>
    </message>
    <message>
        <source>Not known.</source>
        <translation>未知。</translation>
    </message>
</context>
<context>
    <name>burin::views::ActivationPanel</name>
    <message>
        <source>Validation image</source>
        <translation>验证图像</translation>
    </message>
    <message>
        <source>Layer</source>
        <translation>层</translation>
    </message>
    <message>
        <source>Bit histogram of the layer&apos;s output</source>
        <translation>该层输出的位直方图</translation>
    </message>
    <message>
        <source>Feature maps</source>
        <translation>特征图</translation>
    </message>
    <message>
        <source>Image </source>
        <translation>图像 </translation>
    </message>
    <message>
        <source>Number of the validation image</source>
        <translation>验证图像的编号</translation>
    </message>
    <message>
        <source>The image, or the output of a layer</source>
        <translation>图像，或某一层的输出</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>Validation image %1</source>
        <translation>验证图像 %1</translation>
    </message>
    <message>
        <source>Output of %1 for validation image %2</source>
        <translation>%1 对验证图像 %2 的输出</translation>
    </message>
    <message>
        <source>%1, recognised</source>
        <translation>%1，识别正确</translation>
    </message>
    <message>
        <source>%1, taken for %2</source>
        <translation>%1，被认作 %2</translation>
    </message>
    <message>
        <source>The image is on its way...</source>
        <translation>正在计算图像...</translation>
    </message>
    <message>
        <source>There is no output to show</source>
        <translation>没有可显示的输出</translation>
    </message>
    <message>
        <source>The image&apos;s class, and what the integer network makes of it</source>
        <translation>图像的类别，以及整数网络的判断</translation>
    </message>
    <message>
        <source>%1 to %2, %3 zeros</source>
        <translation>%1 到 %2，零值 %3</translation>
    </message>
    <message>
        <source>Range of the values of %1, and how many of them are zero</source>
        <translation>%1 的取值范围，以及其中零值的比例</translation>
    </message>
</context>
<context>
    <name>burin::views::ArrayMap</name>
    <message>
        <source>Layer</source>
        <translation>层</translation>
    </message>
    <message>
        <source>Arrays</source>
        <translation>阵列</translation>
    </message>
    <message>
        <source>Blocks</source>
        <translation>块</translation>
    </message>
    <message>
        <source>Rows in use (%)</source>
        <translation>使用的行（%）</translation>
    </message>
    <message>
        <source>Columns in use (%)</source>
        <translation>使用的列（%）</translation>
    </message>
</context>
<context>
    <name>burin::views::BitHistogramView</name>
    <message>
        <source>less than 0.1&#xa0;%</source>
        <translation>小于 0.1&#xa0;%</translation>
    </message>
    <message>
        <source>Overflow: %1 of the values did not fit and were clamped</source>
        <translation>上溢：%1 的数值超出范围，已被钳位</translation>
    </message>
    <message>
        <source>Sign bit</source>
        <translation>符号位</translation>
    </message>
    <message>
        <source>Bit %1: leading bit of %2 of the values</source>
        <translation>第 %1 位：%2 的数值以此为最高有效位</translation>
    </message>
    <message>
        <source>Underflow: %1 of the values became zero</source>
        <translation>下溢：%1 的数值变为零</translation>
    </message>
    <message>
        <source>%1 bits, overflow %2, underflow %3</source>
        <translation>%1 位，上溢 %2，下溢 %3</translation>
    </message>
    <message>
        <source>overflow</source>
        <translation>上溢</translation>
    </message>
    <message>
        <source>sign</source>
        <translation>符号</translation>
    </message>
    <message>
        <source>underflow</source>
        <translation>下溢</translation>
    </message>
    <message>
        <source>Bit</source>
        <translation>位</translation>
    </message>
    <message>
        <source>Share of the values</source>
        <translation>占数值的比例</translation>
    </message>
</context>
<context>
    <name>burin::views::Card</name>
    <message>
        <source>Tools of: %1</source>
        <translation>工具：%1</translation>
    </message>
</context>
<context>
    <name>burin::views::ChartCanvas</name>
    <message>
        <source>Range from here: go to another point, then press B again</source>
        <translation>范围从此处开始：移到另一设计点后再按 B</translation>
    </message>
</context>
<context>
    <name>burin::views::ChartFrame</name>
    <message>
        <source>Reset zoom</source>
        <translation>重置缩放</translation>
    </message>
    <message>
        <source>Show everything (Home)</source>
        <translation>显示全部 (Home)</translation>
    </message>
    <message>
        <source>Zoom in (Page Up)</source>
        <translation>放大 (Page Up)</translation>
    </message>
    <message>
        <source>Zoom out (Page Down)</source>
        <translation>缩小 (Page Down)</translation>
    </message>
    <message>
        <source>Reset zoom (Home)</source>
        <translation>重置缩放 (Home)</translation>
    </message>
    <message>
        <source>showing %1 of %2</source>
        <translation>显示 %2 个中的 %1 个</translation>
    </message>
    <message>
        <source>%1 over %2. The chart&apos;s menu shows the values as a table.</source>
        <translation>%1 随 %2 的变化。可通过图表菜单以表格显示数值。</translation>
    </message>
    <message>
        <source>Brush a range (Shift+drag, B)</source>
        <translation>框选范围（Shift+拖动，B）</translation>
    </message>
</context>
<context>
    <name>burin::views::ChosenStrip</name>
    <message>
        <source>Score on the test set once</source>
        <translation>在测试集上评估一次</translation>
    </message>
    <message>
        <source>Score the chosen point on the test set once</source>
        <translation>将所选设计点在测试集上评估一次</translation>
    </message>
    <message>
        <source>Clear the brushed range</source>
        <translation>清除框选范围</translation>
    </message>
    <message>
        <source> bit</source>
        <translation> 位</translation>
    </message>
    <message>
        <source>%1 pruned</source>
        <translation>剪枝 %1</translation>
    </message>
    <message>
        <source>weights chosen by hand</source>
        <translation>含手动指定的权重</translation>
    </message>
    <message>
        <source>validation %1</source>
        <translation>验证 %1</translation>
    </message>
    <message>
        <source>not a point of the study yet</source>
        <translation>尚不是研究中的设计点</translation>
    </message>
    <message>
        <source>The test set has been read for %1 of this study. Choosing among test scores makes the best of them too good: choose by validation.</source>
        <translation>本研究已有 %1读取过测试集。若按测试得分挑选，最佳得分会偏乐观：请按验证得分选择。</translation>
    </message>
    <message>
        <source>point</source>
        <translation>个设计点</translation>
    </message>
    <message>
        <source>points</source>
        <translation>个设计点</translation>
    </message>
    <message>
        <source>test %1 (read for %2)</source>
        <translation>测试 %1（已读取 %2）</translation>
    </message>
    <message>
        <source>Reads the test labels for this one configuration and stores the score with it.</source>
        <translation>仅为当前这一个配置读取测试标签，并将得分与其一同保存。</translation>
    </message>
    <message>
        <source>point brushed</source>
        <translation>个设计点已框选</translation>
    </message>
    <message>
        <source>points brushed</source>
        <translation>个设计点已框选</translation>
    </message>
    <message>
        <source>Click to show all points again</source>
        <translation>点击以重新显示全部设计点</translation>
    </message>
    <message>
        <source>verified bit-exact</source>
        <translation>已逐位验证一致</translation>
    </message>
    <message>
        <source>not bit-exact</source>
        <translation>逐位不一致</translation>
    </message>
</context>
<context>
    <name>burin::views::ClassPanel</name>
    <message>
        <source>Confusion matrix</source>
        <translation>混淆矩阵</translation>
    </message>
    <message>
        <source>Accuracy per class</source>
        <translation>各类别准确率</translation>
    </message>
    <message>
        <source>Classes</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>All validation images are being classified...</source>
        <translation>正在对所有验证图像分类...</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>Recognised</source>
        <translation>识别率</translation>
    </message>
    <message>
        <source>computing...</source>
        <translation>正在计算...</translation>
    </message>
    <message>
        <source>Integer network on all %1 validation images</source>
        <translation>整数网络在全部 %1 张验证图像上</translation>
    </message>
</context>
<context>
    <name>burin::views::CnnForm</name>
    <message>
        <source>Lu et al. 2019, as published</source>
        <translation>Lu 等 2019，原样发布</translation>
    </message>
    <message>
        <source>Lu et al. 2019, mended</source>
        <translation>Lu 等 2019，修正版</translation>
    </message>
    <message>
        <source>Published heuristic</source>
        <translation>论文的启发式</translation>
    </message>
    <message>
        <source>Exact search</source>
        <translation>精确搜索</translation>
    </message>
    <message>
        <source>One pipeline</source>
        <translation>一条流水线</translation>
    </message>
    <message>
        <source>Any number of groups</source>
        <translation>任意多组</translation>
    </message>
    <message>
        <source>Bits of weights and activations of all layers together ( [ and ] )</source>
        <translation>所有层的权重与激活的共同位宽（[ 和 ]）</translation>
    </message>
    <message>
        <source>Ranker</source>
        <translation>排序方法</translation>
    </message>
    <message>
        <source>How filters are ranked for pruning: the least important go first.</source>
        <translation>剪枝时滤波器如何排序：最不重要的先去掉。</translation>
    </message>
    <message>
        <source>Hardware model</source>
        <translation>硬件模型</translation>
    </message>
    <message>
        <source>The published cost model as it was released, or with its defects mended.</source>
        <translation>已发表的成本模型：原样，或修正其缺陷后。</translation>
    </message>
    <message>
        <source>Allocation</source>
        <translation>分配</translation>
    </message>
    <message>
        <source>How the tiles of the engines are found: by the published heuristic or by exact search.</source>
        <translation>引擎的分块如何确定：论文的启发式或精确搜索。</translation>
    </message>
    <message>
        <source>Groups</source>
        <translation>组</translation>
    </message>
    <message>
        <source>One pipeline that is resident as a whole, or groups of layers that follow one another.</source>
        <translation>一条整体驻留的流水线，或依次运行的若干组层。</translation>
    </message>
    <message>
        <source>LUT limit</source>
        <translation>LUT 上限</translation>
    </message>
    <message>
        <source>LUTs that the engines may take.</source>
        <translation>引擎可用的 LUT 数。</translation>
    </message>
    <message>
        <source>all of the device</source>
        <translation>整个器件</translation>
    </message>
    <message>
        <source>Frames required</source>
        <translation>要求的帧率</translation>
    </message>
    <message>
        <source>Frames per second that the accelerator must reach.</source>
        <translation>加速器必须达到的每秒帧数。</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source> /s</source>
        <translation> /秒</translation>
    </message>
    <message>
        <source>Clock</source>
        <translation>时钟</translation>
    </message>
    <message>
        <source>Clock at which the engines run.</source>
        <translation>引擎运行的时钟。</translation>
    </message>
    <message>
        <source> MHz</source>
        <translation> MHz</translation>
    </message>
    <message>
        <source>choice</source>
        <translation>选项</translation>
    </message>
    <message>
        <source>Ranker, hardware and limits</source>
        <translation>排序方法、硬件与限制</translation>
    </message>
    <message>
        <source>The hardware model does not charge this layer.</source>
        <translation>硬件模型不计此层。</translation>
    </message>
</context>
<context>
    <name>burin::views::CommandPalette</name>
    <message>
        <source>Command, tab, dock or point</source>
        <translation>命令、标签页、面板或设计点</translation>
    </message>
    <message>
        <source>Matching commands</source>
        <translation>匹配的命令</translation>
    </message>
    <message>
        <source>Command palette</source>
        <translation>命令面板</translation>
    </message>
    <message>
        <source>Type a command, a tab, a dock or the id of a point</source>
        <translation>输入命令、标签页、面板或设计点编号</translation>
    </message>
</context>
<context>
    <name>burin::views::CompareModel</name>
    <message>
        <source>yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>no</source>
        <translation>否</translation>
    </message>
    <message>
        <source>%1 (val)</source>
        <translation>%1（验证）</translation>
    </message>
    <message>
        <source>What differs</source>
        <translation>差异项</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>变化</translation>
    </message>
    <message>
        <source>%1, synthesised</source>
        <translation>%1（综合）</translation>
    </message>
</context>
<context>
    <name>burin::views::ComparePanel</name>
    <message>
        <source>Nothing to compare yet</source>
        <translation>尚无可比较的内容</translation>
    </message>
    <message>
        <source>Two finished points are needed. Run a sweep, then select a point in a chart or in the table: it is compared with the unpruned network of most bits.</source>
        <translation>需要两个已完成的设计点。请先运行扫描，再在图表或表格中选择一个设计点：它将与位宽最大的未剪枝网络进行比较。</translation>
    </message>
    <message>
        <source>Point A</source>
        <translation>设计点 A</translation>
    </message>
    <message>
        <source>Point B</source>
        <translation>设计点 B</translation>
    </message>
    <message>
        <source>Swap A and B</source>
        <translation>交换 A 与 B</translation>
    </message>
    <message>
        <source>Progress of the comparison</source>
        <translation>比较的进度</translation>
    </message>
    <message>
        <source>What differs</source>
        <translation>差异项</translation>
    </message>
    <message>
        <source>What differs between A and B</source>
        <translation>A 与 B 的差异项</translation>
    </message>
    <message>
        <source>LUT by block</source>
        <translation>各模块的 LUT</translation>
    </message>
    <message>
        <source>The circuits of both points are being built.</source>
        <translation>正在构建两个设计点的电路。</translation>
    </message>
    <message>
        <source>Confusion of A</source>
        <translation>A 的混淆矩阵</translation>
    </message>
    <message>
        <source>Confusion of B</source>
        <translation>B 的混淆矩阵</translation>
    </message>
    <message>
        <source>Confusion matrix of A</source>
        <translation>A 的混淆矩阵</translation>
    </message>
    <message>
        <source>Confusion matrix of B</source>
        <translation>B 的混淆矩阵</translation>
    </message>
    <message>
        <source>Accuracy per class</source>
        <translation>各类别准确率</translation>
    </message>
    <message>
        <source>Share of each class&apos;s validation series that are recognised, by the replica that is exported.</source>
        <translation>用将要导出的副本网络计算的各类别验证序列识别率。</translation>
    </message>
    <message>
        <source>Error per output</source>
        <translation>各输出的误差</translation>
    </message>
    <message>
        <source>A prediction has no classes: this is the NRMSE of each output on the validation steps.</source>
        <translation>预测任务没有类别：此处为各输出在验证时间步上的 NRMSE。</translation>
    </message>
    <message>
        <source>Size of the Verilog</source>
        <translation>Verilog 的规模</translation>
    </message>
    <message>
        <source>The comparison</source>
        <translation>比较结果</translation>
    </message>
    <message>
        <source>Baseline: %1</source>
        <translation>基线：%1</translation>
    </message>
    <message>
        <source>The baseline</source>
        <translation>基线</translation>
    </message>
    <message>
        <source>The selected point</source>
        <translation>所选设计点</translation>
    </message>
    <message>
        <source>Selected: %1</source>
        <translation>所选：%1</translation>
    </message>
    <message>
        <source>Recommended: %1</source>
        <translation>推荐：%1</translation>
    </message>
    <message>
        <source>Another: %1</source>
        <translation>其他：%1</translation>
    </message>
    <message>
        <source>comparing...</source>
        <translation>正在比较...</translation>
    </message>
    <message>
        <source>Scores and figures are means over the seeds of each point; what was synthesised is the one seed that is exported.</source>
        <translation>分数和指标是每个设计点各种子的平均值；综合的是导出的那个种子。</translation>
    </message>
    <message>
        <source>Share of each class&apos;s validation images that are recognised.</source>
        <translation>每一类验证图像中被识别的比例。</translation>
    </message>
    <message>
        <source>Of the exported circuits, as in the chart of LUT: A %1, B %2.</source>
        <translation>所导出的电路，与 LUT 图相同：A %1，B %2。</translation>
    </message>
</context>
<context>
    <name>burin::views::ConfigurationPanel</name>
    <message>
        <source>Configuration</source>
        <translation>配置</translation>
    </message>
    <message>
        <source>Choices</source>
        <translation>选项</translation>
    </message>
    <message>
        <source>What the configuration costs and gives</source>
        <translation>该配置的代价与效果</translation>
    </message>
</context>
<context>
    <name>burin::views::ConfusionView</name>
    <message>
        <source>%1 of %2 validation series are right; Ctrl+C copies the numbers.</source>
        <translation>%2 条验证序列中有 %1 条正确；按 Ctrl+C 复制数值。</translation>
    </message>
    <message>
        <source>true \ predicted</source>
        <translation>真实 \ 预测</translation>
    </message>
    <message>
        <source>predicted</source>
        <translation>预测</translation>
    </message>
    <message>
        <source>true</source>
        <translation>真实</translation>
    </message>
    <message>
        <source>True %1, predicted %2: %3 of %4 series (%5)</source>
        <translation>真实 %1，预测 %2：%4 条序列中的 %3 条（%5）</translation>
    </message>
</context>
<context>
    <name>burin::views::CoreText</name>
    <message>
        <source>Scaling</source>
        <translation>缩放</translation>
    </message>
    <message>
        <source>Scaling of the inputs, fitted on training data only; log1p suits counts that span decades.</source>
        <translation>输入的缩放，只在训练数据上拟合；log1p 适合跨越多个数量级的计数。</translation>
    </message>
    <message>
        <source>Missing values</source>
        <translation>缺失值</translation>
    </message>
    <message>
        <source>Whether series with missing values are dropped or the gaps interpolated.</source>
        <translation>含缺失值的序列是去掉还是插值补齐。</translation>
    </message>
    <message>
        <source>Task</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>Classify series or predict their next values; auto asks the data.</source>
        <translation>对序列分类或预测其后续值；auto 由数据决定。</translation>
    </message>
    <message>
        <source>Target column</source>
        <translation>目标列</translation>
    </message>
    <message>
        <source>The column to predict; the first one if empty.</source>
        <translation>要预测的列；留空则为第一列。</translation>
    </message>
    <message>
        <source>Horizon</source>
        <translation>预测步长</translation>
    </message>
    <message>
        <source>How many steps ahead to predict.</source>
        <translation>向前预测多少步。</translation>
    </message>
    <message>
        <source>Neurons</source>
        <translation>神经元数</translation>
    </message>
    <message>
        <source>Neurons of the reservoir.</source>
        <translation>储备池的神经元数。</translation>
    </message>
    <message>
        <source>Links per neuron</source>
        <translation>每个神经元的连接数</translation>
    </message>
    <message>
        <source>Recurrent links into each neuron, on average.</source>
        <translation>每个神经元平均的循环输入连接数。</translation>
    </message>
    <message>
        <source>Read-out</source>
        <translation>读出层</translation>
    </message>
    <message>
        <source>What the outputs are computed from: last, mean, segments:K or all (states).</source>
        <translation>输出由什么计算：last（末状态）、mean（平均状态）、segments:K（分段平均）或 all（全部状态）。</translation>
    </message>
    <message>
        <source>Activation</source>
        <translation>激活函数</translation>
    </message>
    <message>
        <source>Activation of the float network; hardware always has the hard tanh.</source>
        <translation>浮点网络的激活函数；硬件始终用硬 tanh。</translation>
    </message>
    <message>
        <source>Leak rate</source>
        <translation>泄漏率</translation>
    </message>
    <message>
        <source>Leak rate; the integer network has the nearest power of two.</source>
        <translation>泄漏率；整数网络取最接近的 2 的幂。</translation>
    </message>
    <message>
        <source>Bias</source>
        <translation>偏置</translation>
    </message>
    <message>
        <source>Whether neurons have a bias.</source>
        <translation>神经元是否有偏置。</translation>
    </message>
    <message>
        <source>Wash-out</source>
        <translation>预热步数</translation>
    </message>
    <message>
        <source>Steps at the start of each series that the read-out ignores.</source>
        <translation>每个序列开头被读出层忽略的步数。</translation>
    </message>
    <message>
        <source>Bits</source>
        <translation>位宽</translation>
    </message>
    <message>
        <source>Bits of input, state, W_in and W_r together.</source>
        <translation>输入、状态、W_in 和 W_r 共同的位宽。</translation>
    </message>
    <message>
        <source>Input bits</source>
        <translation>输入位宽</translation>
    </message>
    <message>
        <source>Bits of the inputs.</source>
        <translation>输入的位宽。</translation>
    </message>
    <message>
        <source>State bits</source>
        <translation>状态位宽</translation>
    </message>
    <message>
        <source>Bits of the states.</source>
        <translation>状态的位宽。</translation>
    </message>
    <message>
        <source>W_in bits</source>
        <translation>W_in 位宽</translation>
    </message>
    <message>
        <source>Bits of the input weights.</source>
        <translation>输入权重的位宽。</translation>
    </message>
    <message>
        <source>W_r bits</source>
        <translation>W_r 位宽</translation>
    </message>
    <message>
        <source>Bits of the recurrent weights.</source>
        <translation>循环权重的位宽。</translation>
    </message>
    <message>
        <source>W_out bits</source>
        <translation>W_out 位宽</translation>
    </message>
    <message>
        <source>Bits of the read-out weights.</source>
        <translation>读出权重的位宽。</translation>
    </message>
    <message>
        <source>Pruning rate</source>
        <translation>剪枝率</translation>
    </message>
    <message>
        <source>Fraction of the weights of the chosen matrices that is removed.</source>
        <translation>所选矩阵中去掉的权重比例。</translation>
    </message>
    <message>
        <source>Ranker</source>
        <translation>排序方法</translation>
    </message>
    <message>
        <source>How weights are ranked for pruning.</source>
        <translation>剪枝时权重如何排序。</translation>
    </message>
    <message>
        <source>Pruned matrices</source>
        <translation>剪枝的矩阵</translation>
    </message>
    <message>
        <source>Which matrices are pruned: r, in, out, separated by commas.</source>
        <translation>对哪些矩阵剪枝：r、in、out，以逗号分隔。</translation>
    </message>
    <message>
        <source>Re-fit</source>
        <translation>重新拟合</translation>
    </message>
    <message>
        <source>Whether the read-out is fitted again after pruning.</source>
        <translation>剪枝后是否重新拟合读出层。</translation>
    </message>
    <message>
        <source>Mask</source>
        <translation>掩码</translation>
    </message>
    <message>
        <source>A mask made by hand (a JSON file); binds one replica.</source>
        <translation>手工制作的掩码（JSON 文件）；只对一个副本有效。</translation>
    </message>
    <message>
        <source>Pipeline</source>
        <translation>流水线</translation>
    </message>
    <message>
        <source>Adder levels between registers of the read-out; 0 for none, or auto.</source>
        <translation>读出层寄存器之间的加法器级数；0 为不用流水线，或 auto。</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>器件</translation>
    </message>
    <message>
        <source>Device of the hardware figures: xc7, xcup, cycloneive, ice40, or a file.</source>
        <translation>硬件指标所用的器件：xc7、xcup、cycloneive、ice40，或一个文件。</translation>
    </message>
    <message>
        <source>Seeds</source>
        <translation>随机种子数</translation>
    </message>
    <message>
        <source>Replicas, each with a network of its own.</source>
        <translation>副本数，每个副本各有一个网络。</translation>
    </message>
    <message>
        <source>Candidates</source>
        <translation>候选数</translation>
    </message>
    <message>
        <source>Hyper-parameter candidates that are tried; 0 keeps the standard ones.</source>
        <translation>尝试的超参数候选数；0 为保留标准值。</translation>
    </message>
    <message>
        <source>Bits of weights and activations of all layers together.</source>
        <translation>所有层的权重和激活共同的位宽。</translation>
    </message>
    <message>
        <source>Weight bits</source>
        <translation>权重位宽</translation>
    </message>
    <message>
        <source>Bits of the weights of all layers.</source>
        <translation>所有层权重的位宽。</translation>
    </message>
    <message>
        <source>Activation bits</source>
        <translation>激活位宽</translation>
    </message>
    <message>
        <source>Bits of the activations of all layers.</source>
        <translation>所有层激活的位宽。</translation>
    </message>
    <message>
        <source>Fraction of the filters of each layer that is removed; layers that an add joins lose the same ones, the last layer keeps its own.</source>
        <translation>每层去掉的滤波器比例；由加法相连的层去掉相同的滤波器，最后一层不剪枝。</translation>
    </message>
    <message>
        <source>How filters are ranked for pruning.</source>
        <translation>剪枝时滤波器如何排序。</translation>
    </message>
    <message>
        <source>Hardware model</source>
        <translation>硬件模型</translation>
    </message>
    <message>
        <source>The published cost model as released, or with its defects mended.</source>
        <translation>已发表的代价模型：按发布原样，或修正其缺陷。</translation>
    </message>
    <message>
        <source>Allocation</source>
        <translation>分配</translation>
    </message>
    <message>
        <source>Tiles by the published heuristic or by exact search.</source>
        <translation>分块由已发表的启发式方法或精确搜索得到。</translation>
    </message>
    <message>
        <source>Groups</source>
        <translation>分组</translation>
    </message>
    <message>
        <source>One resident pipeline, or groups of layers that follow one another.</source>
        <translation>一条常驻流水线，或依次运行的若干层组。</translation>
    </message>
    <message>
        <source>LUT limit</source>
        <translation>LUT 上限</translation>
    </message>
    <message>
        <source>LUTs that the engines may take; 0: all of the device.</source>
        <translation>引擎可用的 LUT 数；0 为器件的全部。</translation>
    </message>
    <message>
        <source>Required frames/s</source>
        <translation>要求的帧率（帧/秒）</translation>
    </message>
    <message>
        <source>Frames per second that are required.</source>
        <translation>要求的每秒帧数。</translation>
    </message>
    <message>
        <source>Clock</source>
        <translation>时钟</translation>
    </message>
    <message>
        <source>Clock at which the engines run.</source>
        <translation>引擎运行的时钟。</translation>
    </message>
    <message>
        <source>Knee of the front: from here, better %1 costs disproportionately more %2: %3</source>
        <translation>前沿的拐点：由此再提高%1，%2 的代价将不成比例地增加：%3</translation>
    </message>
    <message>
        <source>Lowest %1 of the %2 points with %3 at least %4: %5</source>
        <translation>在 %2 个满足%3不低于 %4 的设计点中，%1 最低：%5</translation>
    </message>
    <message>
        <source>Lowest %1 of the %2 points with %3 at most %4: %5</source>
        <translation>在 %2 个满足%3不高于 %4 的设计点中，%1 最低：%5</translation>
    </message>
    <message>
        <source>Lowest %1 of the %2 points within the budget: %3</source>
        <translation>在约束之内的 %2 个设计点中，%1 最低：%3</translation>
    </message>
    <message>
        <source>Best %1 of the %2 points within the budget: %3</source>
        <translation>在约束之内的 %2 个设计点中，%1 最好：%3</translation>
    </message>
    <message>
        <source>No point keeps the budget. The smallest relaxation that helps: allow %1</source>
        <translation>没有设计点满足约束。有效的最小放宽：允许 %1</translation>
    </message>
    <message>
        <source>There is no finished point</source>
        <translation>没有已完成的设计点</translation>
    </message>
    <message>
        <source>No finished point is for the device %1</source>
        <translation>没有用于器件 %1 的已完成设计点</translation>
    </message>
    <message>
        <source>No finished point has a value of %1</source>
        <translation>没有已完成的设计点具有 %1 的值</translation>
    </message>
    <message>
        <source>No finished point has values of %1 and %2 and of every limited metric</source>
        <translation>没有已完成的设计点同时具有 %1、%2 和每个受限指标的值</translation>
    </message>
    <message>
        <source>%1 up to %2 instead of %3 (%4 times as much)</source>
        <translation>%1 达到 %2，而不是 %3（%4 倍）</translation>
    </message>
    <message>
        <source>%1 up to %2 instead of %3 (%4 % more)</source>
        <translation>%1 达到 %2，而不是 %3（多 %4 %）</translation>
    </message>
    <message>
        <source>%1 up to %2 instead of %3</source>
        <translation>%1 达到 %2，而不是 %3</translation>
    </message>
    <message>
        <source>%1 down to %2 instead of %3 (%4 % less)</source>
        <translation>%1 降到 %2，而不是 %3（少 %4 %）</translation>
    </message>
    <message>
        <source>%1 down to %2 instead of %3</source>
        <translation>%1 降到 %2，而不是 %3</translation>
    </message>
    <message>
        <source>A single resident pipeline cannot reach %1 within %2: that takes %3 at the least</source>
        <translation>单条常驻流水线在 %2 之内达不到 %1：至少需要 %3</translation>
    </message>
    <message>
        <source>A single resident pipeline cannot reach %1 within %2: at %3 MHz no number of LUTs gives more than %4</source>
        <translation>单条常驻流水线在 %2 之内达不到 %1：在 %3 MHz 下，再多的 LUT 也不能超过 %4</translation>
    </message>
    <message>
        <source>A single resident pipeline cannot fit into %1: that takes %2 at the least</source>
        <translation>单条常驻流水线放不进 %1：至少需要 %2</translation>
    </message>
    <message>
        <source>No choice of groups can reach %1 within %2: that takes %3 at the least</source>
        <translation>任何分组在 %2 之内都达不到 %1：至少需要 %3</translation>
    </message>
    <message>
        <source>No choice of groups can reach %1 within %2: at %3 MHz no number of LUTs gives more than %4</source>
        <translation>任何分组在 %2 之内都达不到 %1：在 %3 MHz 下，再多的 LUT 也不能超过 %4</translation>
    </message>
    <message>
        <source>No choice of groups can fit into %1: that takes %2 at the least</source>
        <translation>任何分组都放不进 %1：至少需要 %2</translation>
    </message>
    <message>
        <source>%1 give %2 at the most</source>
        <translation>%1 最多得到 %2</translation>
    </message>
    <message>
        <source>%1 are too few for the smallest engines</source>
        <translation>%1 连最小的引擎也不够</translation>
    </message>
    <message>
        <source>This does not keep to %1, but the exact allocation does, with %2 at the least</source>
        <translation>此分配不满足 %1，但精确分配可以，至少需要 %2</translation>
    </message>
    <message>
        <source>no test file: %1 of each class held out for the test (seed %2)</source>
        <translation>没有测试文件：每类留出 %1 用于测试（种子 %2）</translation>
    </message>
    <message>
        <source>no test images: %1 of each class held out for the test (seed %2)</source>
        <translation>没有测试图像：每类留出 %1 用于测试（种子 %2）</translation>
    </message>
    <message>
        <source>the first half trains, the second half tests</source>
        <translation>前一半用于训练，后一半用于测试</translation>
    </message>
    <message>
        <source>the first half of the series trains, the second half tests</source>
        <translation>前一半序列用于训练，后一半用于测试</translation>
    </message>
    <message>
        <source>missing values in %1 training and %2 test series: %3 and %4 dropped, the others interpolated</source>
        <translation>%1 个训练序列和 %2 个测试序列含缺失值：分别去掉 %3 个和 %4 个，其余插值补齐</translation>
    </message>
    <message>
        <source>missing values in %1 training and %2 test series: %3 and %4 dropped</source>
        <translation>%1 个训练序列和 %2 个测试序列含缺失值：分别去掉 %3 个和 %4 个</translation>
    </message>
    <message>
        <source>columns left out: %1</source>
        <translation>略去的列：%1</translation>
    </message>
    <message>
        <source>label in %1</source>
        <translation>标签在 %1</translation>
    </message>
    <message>
        <source>NaN at the ends of rows read as padding of unequal lengths</source>
        <translation>行末的 NaN 视为不等长序列的填充</translation>
    </message>
    <message>
        <source>generator %1, seed %2</source>
        <translation>生成器 %1，种子 %2</translation>
    </message>
    <message>
        <source>share of the device&apos;s quiescent power; relative, not validated against a board</source>
        <translation>器件静态功耗的份额；相对值，未经板上验证</translation>
    </message>
    <message>
        <source>verifying</source>
        <translation>验证</translation>
    </message>
    <message>
        <source>writing</source>
        <translation>写入</translation>
    </message>
    <message>
        <source>training</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>refining</source>
        <translation>精调</translation>
    </message>
    <message>
        <source>merging</source>
        <translation>合并</translation>
    </message>
    <message>
        <source>done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Unpacking</source>
        <translation>解包</translation>
    </message>
    <message>
        <source>Engines</source>
        <translation>引擎</translation>
    </message>
    <message>
        <source>Classes of %1</source>
        <translation>%1 的各类别</translation>
    </message>
    <message>
        <source>Building the network</source>
        <translation>构建网络</translation>
    </message>
    <message>
        <source>Playing the validation series</source>
        <translation>播放验证序列</translation>
    </message>
    <message>
        <source>Building the circuit</source>
        <translation>构建电路</translation>
    </message>
    <message>
        <source> and </source>
        <translation>以及</translation>
    </message>
    <message>
        <source>; </source>
        <translation>；</translation>
    </message>
    <message>
        <source>%1.</source>
        <translation>%1。</translation>
    </message>
    <message>
        <source>: </source>
        <translation>：</translation>
    </message>
    <message>
        <source>Arrays</source>
        <translation>阵列</translation>
    </message>
    <message>
        <source>Quantising</source>
        <translation>正在量化</translation>
    </message>
    <message>
        <source>Ideal cells</source>
        <translation>理想单元</translation>
    </message>
    <message>
        <source>Drawing chips</source>
        <translation>正在抽取芯片</translation>
    </message>
    <message>
        <source>Simulating the arrays</source>
        <translation>正在模拟阵列</translation>
    </message>
    <message>
        <source>Converters</source>
        <translation>转换器</translation>
    </message>
    <message>
        <source>Preset</source>
        <translation>预设</translation>
    </message>
    <message>
        <source>What was studied</source>
        <translation>研究内容</translation>
    </message>
    <message>
        <source>Data set</source>
        <translation>数据集</translation>
    </message>
    <message>
        <source>Read from</source>
        <translation>读取自</translation>
    </message>
    <message>
        <source>SHA-256 of the data</source>
        <translation>数据的 SHA-256</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>family %1</source>
        <translation>类别 %1</translation>
    </message>
    <message>
        <source>Task and score</source>
        <translation>任务与得分</translation>
    </message>
    <message>
        <source>%1, scored by %2</source>
        <translation>%1，以%2评分</translation>
    </message>
    <message>
        <source>classify</source>
        <translation>分类</translation>
    </message>
    <message>
        <source>predict</source>
        <translation>预测</translation>
    </message>
    <message>
        <source>accuracy</source>
        <translation>准确率</translation>
    </message>
    <message>
        <source>nrmse</source>
        <translation>NRMSE</translation>
    </message>
    <message>
        <source>%1 replicas from study seed %2</source>
        <translation>%1 个副本，研究种子为 %2</translation>
    </message>
    <message>
        <source>Points</source>
        <translation>设计点</translation>
    </message>
    <message>
        <source>%1 (%2); %3 verified bit-exact; test set read for %4</source>
        <translation>%1 个（%2）；%3 个已逐位验证；%4 个读取过测试集</translation>
    </message>
    <message>
        <source>pending</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>running</source>
        <translation>运行中</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>infeasible</source>
        <translation>不可行</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>已取消</translation>
    </message>
    <message>
        <source>The front</source>
        <translation>帕累托前沿</translation>
    </message>
    <message>
        <source>%1 points that no other beats in both %2 and %3. Intervals are 95 % over the seeds; below each hardware number stands where it comes from (model: formula; fitted: calibrated estimate; synth: yosys; route: nextpnr; vendor: imported report; measured) and its expected error.</source>
        <translation>%1 个设计点，没有其他点能在%2和%3两方面同时胜过它们。区间为各随机种子的 95 % 置信区间；每个硬件数字之下注明其来源（模型：公式；拟合：经校准的估算；综合：yosys；布线：nextpnr；厂商：导入的报告；实测）及预期误差。</translation>
    </message>
    <message>
        <source>point</source>
        <translation>设计点</translation>
    </message>
    <message>
        <source>bits</source>
        <translation>位宽</translation>
    </message>
    <message>
        <source>pruning</source>
        <translation>剪枝</translation>
    </message>
    <message>
        <source>ranker</source>
        <translation>排序方法</translation>
    </message>
    <message>
        <source>read-out</source>
        <translation>读出层</translation>
    </message>
    <message>
        <source>validation</source>
        <translation>验证</translation>
    </message>
    <message>
        <source>test</source>
        <translation>测试</translation>
    </message>
    <message>
        <source>seal</source>
        <translation>验证标记</translation>
    </message>
    <message>
        <source>recommended</source>
        <translation>推荐</translation>
    </message>
    <message>
        <source>knee</source>
        <translation>拐点</translation>
    </message>
    <message>
        <source>bit-exact</source>
        <translation>逐位一致</translation>
    </message>
    <message>
        <source>not sealed</source>
        <translation>未通过验证</translation>
    </message>
    <message>
        <source>%1: %2 of %3</source>
        <translation>%1：%2 / %3</translation>
    </message>
    <message>
        <source>Point %1</source>
        <translation>设计点 %1</translation>
    </message>
    <message>
        <source>Validation</source>
        <translation>验证</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>测试</translation>
    </message>
    <message>
        <source>Seal</source>
        <translation>验证标记</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>metric</source>
        <translation>指标</translation>
    </message>
    <message>
        <source>value</source>
        <translation>数值</translation>
    </message>
    <message>
        <source>tier and error</source>
        <translation>来源与误差</translation>
    </message>
    <message>
        <source>parameter</source>
        <translation>参数</translation>
    </message>
    <message>
        <source>model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>fitted</source>
        <translation>拟合</translation>
    </message>
    <message>
        <source>synth</source>
        <translation>综合</translation>
    </message>
    <message>
        <source>route</source>
        <translation>布线</translation>
    </message>
    <message>
        <source>vendor</source>
        <translation>厂商</translation>
    </message>
    <message>
        <source>measured</source>
        <translation>实测</translation>
    </message>
    <message>
        <source>Study of %1</source>
        <translation>%1 研究</translation>
    </message>
    <message>
        <source>Recommendation</source>
        <translation>推荐</translation>
    </message>
    <message>
        <source>How to do it again</source>
        <translation>如何重做</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>No point fits the device %1. The nearest needs %2</source>
        <translation>没有点放得进器件 %1。最接近的需要 %2</translation>
    </message>
    <message>
        <source>fewer bits, more pruning or a larger device help</source>
        <translation>减少位宽、增加剪枝或换用更大的器件会有帮助</translation>
    </message>
    <message>
        <source>numbers with decimal commas</source>
        <translation>数字使用小数逗号</translation>
    </message>
    <message>
        <source>settled toggles, %1 steps of validation data</source>
        <translation>稳定后的翻转，验证数据 %1 步</translation>
    </message>
    <message>
        <source>project %1 of %2</source>
        <translation>第 %1 个工程，共 %2 个</translation>
    </message>
    <message>
        <source>converter bits</source>
        <translation>转换器位宽</translation>
    </message>
    <message>
        <source>preset</source>
        <translation>预设</translation>
    </message>
    <message>
        <source>layer</source>
        <translation>层</translation>
    </message>
    <message>
        <source>weight bits</source>
        <translation>权重位宽</translation>
    </message>
    <message>
        <source>activation bits</source>
        <translation>激活位宽</translation>
    </message>
    <message>
        <source>input bits</source>
        <translation>输入位宽</translation>
    </message>
    <message>
        <source>carry</source>
        <translation>进位链</translation>
    </message>
    <message>
        <source>static power</source>
        <translation>静态功耗</translation>
    </message>
    <message>
        <source>dynamic power</source>
        <translation>动态功耗</translation>
    </message>
    <message>
        <source>%1, exported network</source>
        <translation>%1（导出的网络）</translation>
    </message>
    <message>
        <source>source</source>
        <translation>出处</translation>
    </message>
    <message>
        <source>relative, not validated against a board</source>
        <translation>相对值，未经板上验证</translation>
    </message>
    <message>
        <source>fitted to %1, adders and multipliers kept</source>
        <translation>按 %1 拟合，保留加法器和乘法器</translation>
    </message>
    <message>
        <source>fitted to %1</source>
        <translation>按 %1 拟合</translation>
    </message>
    <message>
        <source>Burin&apos;s model</source>
        <translation>Burin 的模型</translation>
    </message>
    <message>
        <source>weights and biases at their widths</source>
        <translation>按各自位宽计算的权重与偏置</translation>
    </message>
    <message>
        <source>period of a %1 MHz clock</source>
        <translation>%1 MHz 时钟的周期</translation>
    </message>
    <message>
        <source>%1 engine model, 4-input LUTs, without the head at %2 MHz, %3 toggles per LUT and cycle assumed</source>
        <translation>%1引擎模型，4 输入 LUT，不含输出层，%2 MHz，假定每个 LUT 每周期翻转 %3 次</translation>
    </message>
    <message>
        <source>%1 engine model, 4-input LUTs, without the head at %2 MHz</source>
        <translation>%1引擎模型，4 输入 LUT，不含输出层，%2 MHz</translation>
    </message>
    <message>
        <source>%1 engine model, 4-input LUTs, without the head</source>
        <translation>%1引擎模型，4 输入 LUT，不含输出层</translation>
    </message>
    <message>
        <source>mended</source>
        <translation>修正后的</translation>
    </message>
    <message>
        <source>crossbar preset %1: %2</source>
        <translation>交叉阵列预设 %1：%2</translation>
    </message>
    <message>
        <source>another program (process %1) is writing to this study</source>
        <translation>另一个程序（进程 %1）正在写入此研究</translation>
    </message>
    <message>
        <source>another program is writing to this study</source>
        <translation>另一个程序正在写入此研究</translation>
    </message>
    <message>
        <source>this program is writing to this study</source>
        <translation>本程序正在写入此研究</translation>
    </message>
    <message>
        <source>cannot write beside the study: %1</source>
        <translation>无法在研究所在的文件夹中写入：%1</translation>
    </message>
    <message>
        <source>cannot lock the study: %1</source>
        <translation>无法锁定该研究：%1</translation>
    </message>
    <message>
        <source>evaluating</source>
        <translation>正在评估</translation>
    </message>
    <message>
        <source>Evaluating the seeds</source>
        <translation>评估各随机种子</translation>
    </message>
    <message>
        <source>Reading the test set</source>
        <translation>读取测试集</translation>
    </message>
    <message>
        <source>Synthesising</source>
        <translation>综合</translation>
    </message>
    <message>
        <source>Verifying and writing</source>
        <translation>验证并写出</translation>
    </message>
    <message>
        <source>Computing the example</source>
        <translation>计算示例</translation>
    </message>
    <message>
        <source>and %1 equal ones</source>
        <translation>另有 %1 个相同</translation>
    </message>
    <message>
        <source>circuit interpreter</source>
        <translation>电路解释器</translation>
    </message>
    <message>
        <source>Knee of the front: from here, lower %1 costs disproportionately more %2: %3</source>
        <translation>前沿的拐点：由此再降低%1，%2 的代价将不成比例地增加：%3</translation>
    </message>
    <message>
        <source>column %1</source>
        <translation>第 %1 列</translation>
    </message>
    <message>
        <source>Simulating</source>
        <translation>仿真</translation>
    </message>
</context>
<context>
    <name>burin::views::CrossbarForm</name>
    <message>
        <source>Bits of weights and inputs of all layers together ( [ and ] )</source>
        <translation>所有层的权重和输入的位宽（[ 和 ]）</translation>
    </message>
    <message>
        <source>Preset</source>
        <translation>预设</translation>
    </message>
    <message>
        <source>Converters</source>
        <translation>转换器</translation>
    </message>
    <message>
        <source>Ranker</source>
        <translation>排序方法</translation>
    </message>
    <message>
        <source>Hatched: a bit more costs nothing.</source>
        <translation>斜线：多一位不增加成本。</translation>
    </message>
    <message>
        <source>The crossbars: every constant of a preset has its source (burin-cli crossbar preset).</source>
        <translation>交叉阵列：预设的每个常数都有出处（burin-cli crossbar preset）。</translation>
    </message>
    <message>
        <source>From a file...</source>
        <translation>来自文件...</translation>
    </message>
    <message>
        <source>Resolution of the converters of all layers. Drag a bar of the column ADC to give a layer its own.</source>
        <translation>所有层的转换器分辨率。拖动 ADC 列的条可为某一层单独设定。</translation>
    </message>
    <message>
        <source>How filters are ranked for pruning: the least important go first.</source>
        <translation>剪枝时滤波器如何排序：最不重要的先去掉。</translation>
    </message>
    <message>
        <source>preset</source>
        <translation>预设</translation>
    </message>
    <message>
        <source>converters</source>
        <translation>转换器</translation>
    </message>
    <message>
        <source>ranker</source>
        <translation>排序方法</translation>
    </message>
    <message>
        <source>Preset of crossbars</source>
        <translation>交叉阵列的预设</translation>
    </message>
    <message>
        <source>Presets (*.json)</source>
        <translation>预设 (*.json)</translation>
    </message>
    <message>
        <source>layer by layer</source>
        <translation>逐层</translation>
    </message>
    <message>
        <source>%1 of the network&apos;s %2</source>
        <translation>占网络%2的 %1</translation>
    </message>
</context>
<context>
    <name>burin::views::CrossbarPage</name>
    <message>
        <source>%1, %2 full</source>
        <translation>%1，填充 %2</translation>
    </message>
    <message>
        <source>array</source>
        <translation>个阵列</translation>
    </message>
    <message>
        <source>arrays</source>
        <translation>个阵列</translation>
    </message>
    <message>
        <source>%1 of %2 rows, %3 of %4 columns</source>
        <translation>%2 行中的 %1 行，%4 列中的 %3 列</translation>
    </message>
    <message>
        <source>Which cost the bars show</source>
        <translation>条所示的成本</translation>
    </message>
    <message>
        <source>Whose arrays are shown</source>
        <translation>显示哪一层的阵列</translation>
    </message>
    <message>
        <source>Cost by layer and component</source>
        <translation>按层和组件的成本</translation>
    </message>
    <message>
        <source>Arrays and what of them is in use</source>
        <translation>阵列及其使用的部分</translation>
    </message>
    <message>
        <source>No cost yet</source>
        <translation>还没有成本</translation>
    </message>
    <message>
        <source>It follows the bars of the Configuration panel.</source>
        <translation>它跟随配置面板的条。</translation>
    </message>
    <message>
        <source>No arrays yet</source>
        <translation>还没有阵列</translation>
    </message>
    <message>
        <source>They follow the bars of the Configuration panel.</source>
        <translation>它们跟随配置面板的条。</translation>
    </message>
    <message>
        <source>The crossbars</source>
        <translation>交叉阵列</translation>
    </message>
    <message>
        <source>All layers</source>
        <translation>所有层</translation>
    </message>
    <message>
        <source>Layer</source>
        <translation>层</translation>
    </message>
    <message>
        <source>Arrays in use</source>
        <translation>使用中的阵列</translation>
    </message>
    <message>
        <source>ADC %1</source>
        <translation>ADC %1</translation>
    </message>
    <message>
        <source>empty: %1</source>
        <translation>空：%1</translation>
    </message>
    <message>
        <source>By layer</source>
        <translation>按层</translation>
    </message>
    <message>
        <source>in use: %1 of all cells</source>
        <translation>使用中：占全部单元的 %1</translation>
    </message>
</context>
<context>
    <name>burin::views::CrossbarParts</name>
    <message>
        <source>other</source>
        <translation>其他</translation>
    </message>
    <message>
        <source>arrays</source>
        <translation>阵列</translation>
    </message>
    <message>
        <source>input registers</source>
        <translation>输入寄存器</translation>
    </message>
    <message>
        <source>output registers</source>
        <translation>输出寄存器</translation>
    </message>
    <message>
        <source>shift and add</source>
        <translation>移位相加</translation>
    </message>
    <message>
        <source>sample and hold</source>
        <translation>采样保持</translation>
    </message>
    <message>
        <source>router</source>
        <translation>路由器</translation>
    </message>
</context>
<context>
    <name>burin::views::CrossbarText</name>
    <message>
        <source>the preset&apos;s rule</source>
        <translation>预设的规则</translation>
    </message>
    <message>
        <source>lossless</source>
        <translation>无损</translation>
    </message>
    <message>
        <source>%1 bit</source>
        <translation>%1 位</translation>
    </message>
    <message>
        <source>%1 × %2 cells of %3 bit, DACs of %4 bit. Gives %5.</source>
        <translation>%1 × %2 个 %3 位单元，%4 位 DAC。给出：%5。</translation>
    </message>
    <message>
        <source>%1: %2 of %3 × %4 cells, %5 full</source>
        <translation>%1：%2，各 %3 × %4 个单元，填充 %5</translation>
    </message>
    <message>
        <source>array</source>
        <translation>个阵列</translation>
    </message>
    <message>
        <source>arrays</source>
        <translation>个阵列</translation>
    </message>
    <message>
        <source>%1 rows, %2 columns, %3 of each weight, converters of %4 bit</source>
        <translation>%1 行，%2 列，每个权重 %3，转换器 %4 位</translation>
    </message>
    <message>
        <source>slice</source>
        <translation>个切片</translation>
    </message>
    <message>
        <source>slices</source>
        <translation>个切片</translation>
    </message>
    <message>
        <source>%1 cycles, %2 MVMs per image</source>
        <translation>每张图像 %1 个周期，%2 次矩阵向量乘</translation>
    </message>
    <message>
        <source>energy</source>
        <translation>能量</translation>
    </message>
</context>
<context>
    <name>burin::views::DataWizard</name>
    <message>
        <source>Open data</source>
        <translation>打开数据</translation>
    </message>
    <message>
        <source>1  File</source>
        <translation>1  文件</translation>
    </message>
    <message>
        <source>2  What was understood</source>
        <translation>2  识别结果</translation>
    </message>
    <message>
        <source>3  Network and time</source>
        <translation>3  网络与耗时</translation>
    </message>
    <message>
        <source>Copy as command</source>
        <translation>复制为命令</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>上一步</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>下一步</translation>
    </message>
    <message>
        <source>Create study</source>
        <translation>创建研究</translation>
    </message>
    <message>
        <source>Create the study</source>
        <translation>创建研究</translation>
    </message>
</context>
<context>
    <name>burin::views::Design</name>
    <message>
        <source>%1 bit, unpruned</source>
        <translation>%1 位，未剪枝</translation>
    </message>
    <message>
        <source>%1 bit, %2 pruned</source>
        <translation>%1 位，剪枝 %2</translation>
    </message>
    <message>
        <source>Bit-flip sensitivity</source>
        <translation>位翻转灵敏度</translation>
    </message>
    <message>
        <source>Mutual information</source>
        <translation>互信息</translation>
    </message>
    <message>
        <source>PCA</source>
        <translation>主成分分析</translation>
    </message>
    <message>
        <source>Leave one out</source>
        <translation>留一法</translation>
    </message>
    <message>
        <source>%1: weight bits</source>
        <translation>%1：权重位宽</translation>
    </message>
    <message>
        <source>%1: activation bits</source>
        <translation>%1：激活位宽</translation>
    </message>
    <message>
        <source>%1: pruning</source>
        <translation>%1：剪枝</translation>
    </message>
    <message>
        <source>Random</source>
        <translation>随机</translation>
    </message>
    <message>
        <source>Magnitude</source>
        <translation>幅值</translation>
    </message>
    <message>
        <source>last</source>
        <translation>末状态</translation>
    </message>
    <message>
        <source>mean</source>
        <translation>平均</translation>
    </message>
    <message>
        <source>all</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>segments:%1</source>
        <translation>分段 %1</translation>
    </message>
    <message>
        <source>%1: converter bits</source>
        <translation>%1：转换器位数</translation>
    </message>
    <message>
        <source>%1: input bits</source>
        <translation>%1：输入位宽</translation>
    </message>
    <message>
        <source>%1 bit, pruned by hand</source>
        <translation>%1 位，手动剪枝</translation>
    </message>
    <message>
        <source>%1 bit, %2 pruned and by hand</source>
        <translation>%1 位，剪枝 %2 并手动调整</translation>
    </message>
</context>
<context>
    <name>burin::views::DetailCell</name>
    <message>
        <source>Sensitivity</source>
        <translation>灵敏度</translation>
    </message>
    <message>
        <source>Sensitivity of every weight and bit</source>
        <translation>每个权重每一位的灵敏度</translation>
    </message>
    <message>
        <source>Graph</source>
        <translation>图</translation>
    </message>
    <message>
        <source>The reservoir as a graph</source>
        <translation>以图显示储备池</translation>
    </message>
    <message>
        <source>Series</source>
        <translation>序列</translation>
    </message>
    <message>
        <source>States and output of one series over time</source>
        <translation>单条序列的状态与输出随时间的变化</translation>
    </message>
    <message>
        <source>Fill the tab</source>
        <translation>填满标签页</translation>
    </message>
    <message>
        <source>Show all charts again (Esc)</source>
        <translation>重新显示全部图表 (Esc)</translation>
    </message>
    <message>
        <source>Fill the tab (double click beside the names)</source>
        <translation>填满标签页（双击名称旁边）</translation>
    </message>
    <message>
        <source>Layers</source>
        <translation>各层</translation>
    </message>
    <message>
        <source>Output of every layer for one image</source>
        <translation>每一层对一张图像的输出</translation>
    </message>
    <message>
        <source>Classes</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Confusion and accuracy per class</source>
        <translation>混淆矩阵与各类准确率</translation>
    </message>
</context>
<context>
    <name>burin::views::EmptyState</name>
    <message>
        <source>Next step</source>
        <translation>下一步</translation>
    </message>
</context>
<context>
    <name>burin::views::EnginePage</name>
    <message>
        <source>Engines by layer</source>
        <translation>各层的引擎</translation>
    </message>
    <message>
        <source>The engines</source>
        <translation>引擎</translation>
    </message>
    <message>
        <source>Layer</source>
        <translation>层</translation>
    </message>
    <message>
        <source>Tile</source>
        <translation>分块</translation>
    </message>
    <message>
        <source>LUT</source>
        <translation>LUT</translation>
    </message>
    <message>
        <source>Cycles per image</source>
        <translation>每张图像的周期数</translation>
    </message>
    <message>
        <source>Group</source>
        <translation>组</translation>
    </message>
    <message>
        <source>%1 takes most cycles and sets the pace.</source>
        <translation>%1 用的周期最多，决定速度。</translation>
    </message>
    <message>
        <source>%1 take most cycles and set the pace.</source>
        <translation>%1 用的周期最多，决定速度。</translation>
    </message>
</context>
<context>
    <name>burin::views::ErrorCard</name>
    <message>
        <source>What went wrong</source>
        <translation>出错原因</translation>
    </message>
</context>
<context>
    <name>burin::views::ExplorePanel</name>
    <message>
        <source>Metric over pruning</source>
        <translation>随剪枝率变化的指标</translation>
    </message>
    <message>
        <source>Metric of the front</source>
        <translation>前沿的指标</translation>
    </message>
    <message>
        <source>Press F5 to run the sweep: it fills the charts as it goes.</source>
        <translation>按 F5 运行扫描，图表会随之填充。</translation>
    </message>
    <message>
        <source>No finished points</source>
        <translation>尚无已完成的设计点</translation>
    </message>
    <message>
        <source>%1 (validation)</source>
        <translation>%1（验证集）</translation>
    </message>
    <message>
        <source>Accuracy</source>
        <translation>准确率</translation>
    </message>
    <message>
        <source>at most %1</source>
        <translation>至多 %1</translation>
    </message>
    <message>
        <source>at least %1</source>
        <translation>至少 %1</translation>
    </message>
    <message>
        <source>%1 over pruning</source>
        <translation>%1随剪枝率的变化</translation>
    </message>
    <message>
        <source>Pruning (%)</source>
        <translation>剪枝率 (%)</translation>
    </message>
    <message>
        <source>Cost over pruning</source>
        <translation>代价随剪枝率的变化</translation>
    </message>
    <message>
        <source>Front</source>
        <translation>帕累托前沿</translation>
    </message>
    <message>
        <source>front</source>
        <translation>前沿</translation>
    </message>
    <message>
        <source>knee, recommended</source>
        <translation>拐点，推荐</translation>
    </message>
    <message>
        <source>knee</source>
        <translation>拐点</translation>
    </message>
    <message>
        <source>recommended</source>
        <translation>推荐</translation>
    </message>
    <message>
        <source>this configuration</source>
        <translation>当前配置</translation>
    </message>
    <message>
        <source>%1, synthesised</source>
        <translation>%1（综合）</translation>
    </message>
    <message>
        <source>No points for these choices</source>
        <translation>这些选择下没有点</translation>
    </message>
    <message>
        <source>No accuracy</source>
        <translation>没有准确率</translation>
    </message>
    <message>
        <source>95 % CI</source>
        <translation>95 % 置信区间</translation>
    </message>
    <message>
        <source>solid: synthesised</source>
        <translation>实心：综合</translation>
    </message>
</context>
<context>
    <name>burin::views::FeatureMaps</name>
    <message>
        <source>map %1, row %2, column %3: %4</source>
        <translation>特征图 %1，第 %2 行第 %3 列：%4</translation>
    </message>
    <message>
        <source>Map</source>
        <translation>特征图</translation>
    </message>
    <message>
        <source>Least</source>
        <translation>最小</translation>
    </message>
    <message>
        <source>Greatest</source>
        <translation>最大</translation>
    </message>
    <message>
        <source>Mean</source>
        <translation>平均</translation>
    </message>
    <message>
        <source>Zeros (%)</source>
        <translation>零值（%）</translation>
    </message>
</context>
<context>
    <name>burin::views::FilePage</name>
    <message>
        <source>Data file</source>
        <translation>数据文件</translation>
    </message>
    <message>
        <source>Test file</source>
        <translation>测试文件</translation>
    </message>
    <message>
        <source>A file, or the name of a generated set</source>
        <translation>文件，或生成数据集的名称</translation>
    </message>
    <message>
        <source>Found by name, or a part of the data is held out</source>
        <translation>按文件名查找，否则从数据中留出一部分</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>Choose the data file</source>
        <translation>选择数据文件</translation>
    </message>
    <message>
        <source>Test data</source>
        <translation>测试数据</translation>
    </message>
    <message>
        <source>Choose the test file</source>
        <translation>选择测试文件</translation>
    </message>
    <message>
        <source>Generated set %1</source>
        <translation>生成数据集 %1</translation>
    </message>
    <message>
        <source>Or generated</source>
        <translation>或使用生成数据</translation>
    </message>
    <message>
        <source>What can be read</source>
        <translation>可读取的格式</translation>
    </message>
    <message>
        <source>&lt;table cellspacing=&apos;0&apos; cellpadding=&apos;3&apos;&gt;&lt;tr&gt;&lt;td&gt;&lt;b&gt;.csv .txt&lt;/b&gt;&lt;/td&gt;&lt;td&gt;Tables. With a label column each row is a series; without one, rows are steps and columns are channels.&lt;/td&gt;&lt;/tr&gt;&lt;tr&gt;&lt;td&gt;&lt;b&gt;.tsv&lt;/b&gt;&lt;/td&gt;&lt;td&gt;UCR archive: the label, then the values of one series, on each line.&lt;/td&gt;&lt;/tr&gt;&lt;tr&gt;&lt;td&gt;&lt;b&gt;.ts&lt;/b&gt;&lt;/td&gt;&lt;td&gt;aeon and sktime: several channels, unequal lengths, missing values.&lt;/td&gt;&lt;/tr&gt;&lt;tr&gt;&lt;td&gt;&lt;b&gt;.tra&lt;/b&gt;&lt;/td&gt;&lt;td&gt;UCI pen strokes: values, then the label.&lt;/td&gt;&lt;/tr&gt;&lt;tr&gt;&lt;td&gt;&lt;b&gt;.npy&lt;/b&gt;&lt;/td&gt;&lt;td&gt;One NumPy array of steps, or of steps by channels.&lt;/td&gt;&lt;/tr&gt;&lt;/table&gt;&lt;p&gt;A file whose name says TRAIN brings its TEST file along. Packed files (.gz, .xz) are read as they are. A file can be dropped here.&lt;/p&gt;</source>
        <translation>&lt;table cellspacing=&apos;0&apos; cellpadding=&apos;3&apos;&gt;&lt;tr&gt;&lt;td&gt;&lt;b&gt;.csv .txt&lt;/b&gt;&lt;/td&gt;&lt;td&gt;表格。有标签列时每行为一条序列；没有标签列时，行为时间步，列为通道。&lt;/td&gt;&lt;/tr&gt;&lt;tr&gt;&lt;td&gt;&lt;b&gt;.tsv&lt;/b&gt;&lt;/td&gt;&lt;td&gt;UCR 数据集：每行先是标签，然后是一条序列的各个值。&lt;/td&gt;&lt;/tr&gt;&lt;tr&gt;&lt;td&gt;&lt;b&gt;.ts&lt;/b&gt;&lt;/td&gt;&lt;td&gt;aeon 和 sktime：支持多通道、不等长和缺失值。&lt;/td&gt;&lt;/tr&gt;&lt;tr&gt;&lt;td&gt;&lt;b&gt;.tra&lt;/b&gt;&lt;/td&gt;&lt;td&gt;UCI 笔画数据：先是各个值，然后是标签。&lt;/td&gt;&lt;/tr&gt;&lt;tr&gt;&lt;td&gt;&lt;b&gt;.npy&lt;/b&gt;&lt;/td&gt;&lt;td&gt;一个 NumPy 数组：按时间步，或按时间步 × 通道。&lt;/td&gt;&lt;/tr&gt;&lt;/table&gt;&lt;p&gt;文件名含 TRAIN 时，会一并读取对应的 TEST 文件。压缩文件 (.gz, .xz) 可直接读取。可将文件拖放到此处。&lt;/p&gt;</translation>
    </message>
    <message>
        <source>Browse...</source>
        <translation>浏览...</translation>
    </message>
    <message>
        <source>Data sets (*.csv *.tsv *.ts *.tra *.tes *.npy *.txt *.gz *.xz)</source>
        <translation>数据集 (*.csv *.tsv *.ts *.tra *.tes *.npy *.txt *.gz *.xz)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
    <message>
        <source>Training: %1
Test: %2</source>
        <translation>训练：%1
测试：%2</translation>
    </message>
</context>
<context>
    <name>burin::views::GradientKey</name>
    <message>
        <source>Colours from %1 to %2</source>
        <translation>颜色从 %1 到 %2</translation>
    </message>
</context>
<context>
    <name>burin::views::GuideWindow</name>
    <message>
        <source>Search the guide</source>
        <translation>搜索指南</translation>
    </message>
    <message>
        <source>Pages of the guide</source>
        <translation>指南目录</translation>
    </message>
    <message>
        <source>Page of the guide</source>
        <translation>指南页面</translation>
    </message>
    <message>
        <source>User guide</source>
        <translation>用户指南</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
</context>
<context>
    <name>burin::views::HardwarePanel</name>
    <message>
        <source>Synthesise</source>
        <translation>综合</translation>
    </message>
    <message>
        <source>Synthesise this configuration</source>
        <translation>综合当前配置</translation>
    </message>
    <message>
        <source>Synthesise this configuration with yosys and put what it finds beside the estimate</source>
        <translation>用 yosys 综合当前配置，并将结果与估算值并列显示</translation>
    </message>
    <message>
        <source>Utilisation by block</source>
        <translation>各模块资源占用</translation>
    </message>
    <message>
        <source>Shared adders</source>
        <translation>加法器共享</translation>
    </message>
    <message>
        <source>Adders with and without sharing</source>
        <translation>共享与不共享时的加法器</translation>
    </message>
    <message>
        <source>Critical path</source>
        <translation>关键路径</translation>
    </message>
    <message>
        <source>Stages of the critical path</source>
        <translation>关键路径的各级</translation>
    </message>
    <message>
        <source>Power by block</source>
        <translation>各模块功耗</translation>
    </message>
    <message>
        <source>Dynamic energy by cause</source>
        <translation>动态能耗来源</translation>
    </message>
    <message>
        <source>Toggle activity</source>
        <translation>翻转活动</translation>
    </message>
    <message>
        <source>Toggles by block</source>
        <translation>各模块翻转数</translation>
    </message>
    <message>
        <source>Word bits by their activity</source>
        <translation>按翻转活动统计的字位数</translation>
    </message>
    <message>
        <source>The circuit</source>
        <translation>电路</translation>
    </message>
    <message>
        <source>Estimate against synthesis</source>
        <translation>估算与综合对比</translation>
    </message>
    <message>
        <source>Not synthesised yet</source>
        <translation>尚未综合</translation>
    </message>
    <message>
        <source>yosys counts what the estimate predicts; a network of 50 neurons takes a minute or two.</source>
        <translation>yosys 给出估算所预测数值的实际计数；50 个神经元的网络需要一两分钟。</translation>
    </message>
    <message>
        <source>Synthesis queue</source>
        <translation>综合队列</translation>
    </message>
    <message>
        <source>computing...</source>
        <translation>正在计算...</translation>
    </message>
    <message>
        <source>There is no circuit</source>
        <translation>没有电路</translation>
    </message>
    <message>
        <source>Building the circuit</source>
        <translation>正在构建电路</translation>
    </message>
    <message>
        <source>Its blocks, its critical path and its activity appear in a moment.</source>
        <translation>其模块、关键路径和翻转活动稍后显示。</translation>
    </message>
    <message>
        <source>No circuit yet</source>
        <translation>尚无电路</translation>
    </message>
    <message>
        <source>Open the example or a data set; its circuit follows the sliders.</source>
        <translation>请打开示例或数据集；其电路会随滑块变化。</translation>
    </message>
    <message>
        <source>%1 through %2: %3, %4. Stages in the scale of the estimate.</source>
        <translation>%1，经过 %2：%3，%4。各级按估算的尺度给出。</translation>
    </message>
    <message>
        <source>cell</source>
        <translation>个单元</translation>
    </message>
    <message>
        <source>cells</source>
        <translation>个单元</translation>
    </message>
    <message>
        <source>clock of latency</source>
        <translation>个时钟周期的延时</translation>
    </message>
    <message>
        <source>clocks of latency</source>
        <translation>个时钟周期的延时</translation>
    </message>
    <message>
        <source>PDP %1. Relative: constants of the device table, not validated against a board.</source>
        <translation>PDP %1。相对值：采用器件表中的常数，未经实板验证。</translation>
    </message>
    <message>
        <source>No toggles were counted.</source>
        <translation>未统计到翻转。</translation>
    </message>
    <message>
        <source>Select one or more points in the table below and choose Synthesise from their menu.</source>
        <translation>在下方表格中选择一个或多个设计点，然后从其菜单中选择“综合”。</translation>
    </message>
    <message>
        <source>%1 of %2 done</source>
        <translation>已完成 %1/%2</translation>
    </message>
    <message>
        <source>, %1 failed</source>
        <translation>，%1 个失败</translation>
    </message>
    <message>
        <source>, %1 cancelled</source>
        <translation>，%1 个已取消</translation>
    </message>
    <message>
        <source>%1, on %2</source>
        <translation>%1，于 %2</translation>
    </message>
    <message>
        <source>Being synthesised</source>
        <translation>正在综合</translation>
    </message>
    <message>
        <source>yosys is at work on this configuration; what it counts appears here.</source>
        <translation>yosys 正在处理此配置；统计结果将显示在这里。</translation>
    </message>
</context>
<context>
    <name>burin::views::HeatMap</name>
    <message>
        <source>Removed</source>
        <translation>已移除</translation>
    </message>
    <message>
        <source>Pinned</source>
        <translation>已固定</translation>
    </message>
</context>
<context>
    <name>burin::views::JobModel</name>
    <message>
        <source>Waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>运行中</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Failed: %1</source>
        <translation>失败：%1</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>%1 left</source>
        <translation>剩余 %1</translation>
    </message>
    <message>
        <source>Job</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>已暂停</translation>
    </message>
</context>
<context>
    <name>burin::views::JobsPanel</name>
    <message>
        <source>Jobs</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>Stop job</source>
        <translation>停止任务</translation>
    </message>
    <message>
        <source>Stop the selected job</source>
        <translation>停止所选任务</translation>
    </message>
    <message>
        <source>Nothing is running</source>
        <translation>没有正在运行的任务</translation>
    </message>
    <message>
        <source>Run, Verify and Export appear here with their progress.</source>
        <translation>运行、验证和导出的进度显示在这里。</translation>
    </message>
    <message>
        <source>Pause or resume the selected job</source>
        <translation>暂停或继续所选任务</translation>
    </message>
    <message>
        <source>Resume job</source>
        <translation>继续任务</translation>
    </message>
    <message>
        <source>Pause job</source>
        <translation>暂停任务</translation>
    </message>
    <message>
        <source>Copy as c&amp;ommand</source>
        <translation>复制为命令(&amp;O)</translation>
    </message>
    <message>
        <source>The command line has no such job.</source>
        <translation>命令行没有这样的任务。</translation>
    </message>
</context>
<context>
    <name>burin::views::LayerTable</name>
    <message>
        <source>Layers</source>
        <translation>各层</translation>
    </message>
    <message>
        <source>Layer</source>
        <translation>层</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>Pruning</source>
        <translation>剪枝</translation>
    </message>
    <message>
        <source> bit</source>
        <translation> 位</translation>
    </message>
    <message>
        <source>Weight bits of %1</source>
        <translation>%1 的权重位宽</translation>
    </message>
    <message>
        <source>Bit histogram of the weights of %1</source>
        <translation>%1 的权重位直方图</translation>
    </message>
    <message>
        <source>Activation bits of %1</source>
        <translation>%1 的激活位宽</translation>
    </message>
    <message>
        <source>Bit histogram of the activations of %1</source>
        <translation>%1 的激活位直方图</translation>
    </message>
    <message>
        <source>logits</source>
        <translation>得分</translation>
    </message>
    <message>
        <source>Pruning of %1</source>
        <translation>%1 的剪枝</translation>
    </message>
    <message>
        <source>The filters of this layer stay: they are the classes, or another layer needs them all.</source>
        <translation>此层的滤波器保留：它们就是各类别，或另一层全部需要它们。</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>Filters that are kept</source>
        <translation>保留的滤波器</translation>
    </message>
    <message>
        <source>weight bits of %1</source>
        <translation>%1 的权重位宽</translation>
    </message>
    <message>
        <source>activation bits of %1</source>
        <translation>%1 的激活位宽</translation>
    </message>
    <message>
        <source>pruning of %1</source>
        <translation>%1 的剪枝</translation>
    </message>
    <message>
        <source>Outputs</source>
        <translation>输出</translation>
    </message>
    <message>
        <source>Inputs</source>
        <translation>输入</translation>
    </message>
    <message>
        <source>ADC</source>
        <translation>ADC</translation>
    </message>
    <message>
        <source>Input bits of %1</source>
        <translation>%1 的输入位宽</translation>
    </message>
    <message>
        <source>Converter bits of %1</source>
        <translation>%1 的转换器位数</translation>
    </message>
    <message>
        <source>%1: up to %2 bit cost no more</source>
        <translation>%1：到 %2 位不增加成本</translation>
    </message>
    <message>
        <source>input bits of %1</source>
        <translation>%1 的输入位宽</translation>
    </message>
    <message>
        <source>converter bits of %1</source>
        <translation>%1 的转换器位数</translation>
    </message>
    <message>
        <source>Arrays
share</source>
        <translation>阵列
占比</translation>
    </message>
    <message>
        <source>Engine
share</source>
        <translation>引擎
占比</translation>
    </message>
</context>
<context>
    <name>burin::views::LayerText</name>
    <message>
        <source>conv</source>
        <translation>卷积</translation>
    </message>
    <message>
        <source>depthwise</source>
        <translation>逐通道卷积</translation>
    </message>
    <message>
        <source>dense</source>
        <translation>全连接</translation>
    </message>
    <message>
        <source>add</source>
        <translation>相加</translation>
    </message>
    <message>
        <source>concat</source>
        <translation>拼接</translation>
    </message>
    <message>
        <source>max pool</source>
        <translation>最大池化</translation>
    </message>
    <message>
        <source>average pool</source>
        <translation>平均池化</translation>
    </message>
    <message>
        <source>global pool</source>
        <translation>全局池化</translation>
    </message>
    <message>
        <source>flatten</source>
        <translation>展平</translation>
    </message>
    <message>
        <source>Engine of %1: tile of %2 inputs by %3 outputs, %4 LUT, %5 cycles per image</source>
        <translation>%1 的引擎：分块 %2 输入 × %3 输出，%4 LUT，每张图像 %5 周期</translation>
    </message>
    <message>
        <source>, group %1</source>
        <translation>，第 %1 组</translation>
    </message>
</context>
<context>
    <name>burin::views::LinkGraph</name>
    <message>
        <source>%1 in, %2 out</source>
        <translation>入 %1，出 %2</translation>
    </message>
    <message>
        <source>%1 pruned or zero</source>
        <translation>%1 条已剪枝或为零</translation>
    </message>
    <message>
        <source>From</source>
        <translation>起点</translation>
    </message>
    <message>
        <source>To</source>
        <translation>终点</translation>
    </message>
    <message>
        <source>Weight</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>Removed</source>
        <translation>已移除</translation>
    </message>
    <message>
        <source>Pinned</source>
        <translation>已固定</translation>
    </message>
    <message>
        <source>positive</source>
        <translation>正</translation>
    </message>
    <message>
        <source>negative</source>
        <translation>负</translation>
    </message>
    <message>
        <source>pruned or zero</source>
        <translation>已剪枝或为零</translation>
    </message>
</context>
<context>
    <name>burin::views::LiveBlock</name>
    <message>
        <source>Score (val)</source>
        <translation>得分（验证）</translation>
    </message>
    <message>
        <source>float network %1</source>
        <translation>浮点网络 %1</translation>
    </message>
    <message>
        <source>seed</source>
        <translation>个种子</translation>
    </message>
    <message>
        <source>seeds</source>
        <translation>个种子</translation>
    </message>
    <message>
        <source>%1 (val)</source>
        <translation>%1（验证）</translation>
    </message>
    <message>
        <source>Accuracy</source>
        <translation>准确率</translation>
    </message>
    <message>
        <source>Infeasible: %1.</source>
        <translation>不可行：%1。</translation>
    </message>
    <message>
        <source>Exact: integer arithmetic, image by image.</source>
        <translation>精确：逐张图像的整数运算。</translation>
    </message>
    <message>
        <source>on %1 of %2 validation images</source>
        <translation>在 %2 张验证图像中的 %1 张上</translation>
    </message>
    <message>
        <source>on all %1 validation images</source>
        <translation>在全部 %1 张验证图像上</translation>
    </message>
    <message>
        <source>Infeasible: %1</source>
        <translation>不可行：%1</translation>
    </message>
    <message>
        <source>The sliders show one network; tables and charts show the mean over all seeds of a point.</source>
        <translation>滑块显示一个网络；表格和图表显示设计点所有种子的平均值。</translation>
    </message>
    <message>
        <source>mean %1 over %2</source>
        <translation>平均 %1，共 %2</translation>
    </message>
    <message>
        <source>Of %1.</source>
        <translation>%1。</translation>
    </message>
    <message>
        <source>Mean of %1: %2.</source>
        <translation>%1的平均值：%2。</translation>
    </message>
    <message>
        <source>No hardware figures: %1</source>
        <translation>没有硬件数字：%1</translation>
    </message>
    <message>
        <source>The preset %1 does not give this figure.</source>
        <translation>预设 %1 不给出此数值。</translation>
    </message>
    <message>
        <source>ADC %1</source>
        <translation>ADC %1</translation>
    </message>
    <message>
        <source>Exact: the network on its crossbars with ideal cells, image by image.</source>
        <translation>精确：网络在理想单元的交叉阵列上逐张图像运行。</translation>
    </message>
    <message>
        <source>without clipping %1</source>
        <translation>无截断 %1</translation>
    </message>
    <message>
        <source>without rounding %1</source>
        <translation>不量化时 %1</translation>
    </message>
    <message>
        <source>A first look: of the rounded network, before its scales are searched and its weights refined. The estimate follows.</source>
        <translation>初步数值：来自刚舍入的网络，缩放系数尚未搜索、权重尚未优化。估算值随后给出。</translation>
    </message>
    <message>
        <source>Exact, on the validation series, of the network of %1.</source>
        <translation>在验证序列上精确计算，属于%1的网络。</translation>
    </message>
</context>
<context>
    <name>burin::views::LogModel</name>
    <message>
        <source>Error</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>警告</translation>
    </message>
    <message>
        <source>Info</source>
        <translation>信息</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Level</source>
        <translation>级别</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>消息</translation>
    </message>
</context>
<context>
    <name>burin::views::LogPanel</name>
    <message>
        <source>Log</source>
        <translation>日志</translation>
    </message>
    <message>
        <source>Copy all</source>
        <translation>全部复制</translation>
    </message>
    <message>
        <source>Copy the whole log</source>
        <translation>复制整个日志</translation>
    </message>
</context>
<context>
    <name>burin::views::MetricRow</name>
    <message>
        <source>Being computed again</source>
        <translation>正在重新计算</translation>
    </message>
</context>
<context>
    <name>burin::views::NetworkDialog</name>
    <message>
        <source>Network</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>Open a CNN</source>
        <translation>打开 CNN</translation>
    </message>
    <message>
        <source>A trained network becomes a study: its layers&apos; bits and pruning are then yours to choose. The guide (F1) says what these files hold.</source>
        <translation>训练好的网络成为一个研究：各层的位宽和剪枝由您选择。指南（F1）说明这些文件的内容。</translation>
    </message>
    <message>
        <source>A description (.json), or a built-in network</source>
        <translation>网络描述（.json），或内置网络</translation>
    </message>
    <message>
        <source>The trained weights (.npz)</source>
        <translation>训练好的权重（.npz）</translation>
    </message>
    <message>
        <source>A folder or archive of images, or: glyphs</source>
        <translation>图像的文件夹或压缩包，或：glyphs</translation>
    </message>
    <message>
        <source>Choose the network</source>
        <translation>选择网络</translation>
    </message>
    <message>
        <source>Networks (*.json);;All files (*)</source>
        <translation>网络 (*.json);;所有文件 (*)</translation>
    </message>
    <message>
        <source>Choose the weights</source>
        <translation>选择权重</translation>
    </message>
    <message>
        <source>Weights (*.npz);;All files (*)</source>
        <translation>权重 (*.npz);;所有文件 (*)</translation>
    </message>
    <message>
        <source>Choose the folder of the images</source>
        <translation>选择图像文件夹</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Browse...</source>
        <translation>浏览...</translation>
    </message>
    <message>
        <source>Opening...</source>
        <translation>正在打开...</translation>
    </message>
    <message>
        <source>Hardware</source>
        <translation>硬件</translation>
    </message>
    <message>
        <source>On an FPGA</source>
        <translation>在 FPGA 上</translation>
    </message>
    <message>
        <source>On ReRAM crossbars</source>
        <translation>在 ReRAM 交叉阵列上</translation>
    </message>
</context>
<context>
    <name>burin::views::NetworkForm</name>
    <message>
        <source>The network</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>Bits of all layers</source>
        <translation>所有层的位宽</translation>
    </message>
    <message>
        <source> bit</source>
        <translation> 位</translation>
    </message>
    <message>
        <source>Pruning of all layers</source>
        <translation>所有层的剪枝</translation>
    </message>
    <message>
        <source> %</source>
        <translation> %</translation>
    </message>
    <message>
        <source>Share of the filters that is removed from each layer that can be pruned ( - and = )</source>
        <translation>每个可剪枝层去掉的滤波器比例（- 和 =）</translation>
    </message>
    <message>
        <source>Train...</source>
        <translation>训练...</translation>
    </message>
    <message>
        <source>Train this network</source>
        <translation>训练此网络</translation>
    </message>
    <message>
        <source>Train this network, or another one for the same images, and watch it learn.</source>
        <translation>训练此网络，或另一个适合同样图像的网络，并观察它学习。</translation>
    </message>
    <message>
        <source>bits of all layers</source>
        <translation>所有层的位宽</translation>
    </message>
    <message>
        <source>pruning of all layers</source>
        <translation>所有层的剪枝</translation>
    </message>
    <message>
        <source>mixed</source>
        <translation>混合</translation>
    </message>
    <message>
        <source>%1: %2, output %3</source>
        <translation>%1：%2，输出 %3</translation>
    </message>
    <message>
        <source>the image</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>input: %1</source>
        <translation>输入：%1</translation>
    </message>
    <message>
        <source>%1 weights, %2 multiplications per image</source>
        <translation>%1 个权重，每张图像 %2 次乘法</translation>
    </message>
</context>
<context>
    <name>burin::views::NetworkPage</name>
    <message>
        <source>Read-out</source>
        <translation>读出层</translation>
    </message>
    <message>
        <source>Start with a sweep</source>
        <translation>以扫描开始</translation>
    </message>
    <message>
        <source>Start with a sweep: 4, 6 and 8 bit, %1 pruning rates</source>
        <translation>以扫描开始：4、6 和 8 位，%1 个剪枝率</translation>
    </message>
    <message>
        <source>Last state</source>
        <translation>末状态</translation>
    </message>
    <message>
        <source>Mean of all states</source>
        <translation>全部状态的平均</translation>
    </message>
    <message>
        <source>Means of 4 segments</source>
        <translation>4 个分段的平均</translation>
    </message>
    <message>
        <source>All states (largest circuit)</source>
        <translation>全部状态（电路最大）</translation>
    </message>
    <message>
        <source>What the outputs are computed from.</source>
        <translation>输出由何计算。</translation>
    </message>
    <message>
        <source>Neurons</source>
        <translation>神经元数</translation>
    </message>
    <message>
        <source>Seeds</source>
        <translation>随机种子数</translation>
    </message>
    <message>
        <source>Candidates</source>
        <translation>候选数</translation>
    </message>
    <message>
        <source>Each design is computed with every seed, so that its accuracy has an interval. Candidates are hyper-parameters that are tried before the first result. All of it can be changed later in a study of its own.</source>
        <translation>每个设计都用所有种子计算，因而其准确率带有置信区间。候选是在得到首个结果前尝试的超参数。以上各项日后均可在新的研究中更改。</translation>
    </message>
    <message>
        <source>Forecast</source>
        <translation>耗时预估</translation>
    </message>
    <message>
        <source>Measuring on a part of the data...</source>
        <translation>正在用部分数据测量...</translation>
    </message>
    <message>
        <source>First design with all its seeds: about %1.</source>
        <translation>首个设计（含全部种子）：约 %1。</translation>
    </message>
    <message>
        <source>The sweep of %1: about %2.</source>
        <translation>%1的扫描：约 %2。</translation>
    </message>
    <message>
        <source>point</source>
        <translation>个设计点</translation>
    </message>
    <message>
        <source>points</source>
        <translation>个设计点</translation>
    </message>
</context>
<context>
    <name>burin::views::PictureFrame</name>
    <message>
        <source>Fill the tab</source>
        <translation>填满标签页</translation>
    </message>
    <message>
        <source>Chart tools</source>
        <translation>图表工具</translation>
    </message>
    <message>
        <source>Copy, save, show as table</source>
        <translation>复制、保存、以表格显示</translation>
    </message>
    <message>
        <source>Show all charts again (Esc)</source>
        <translation>重新显示全部图表 (Esc)</translation>
    </message>
    <message>
        <source>Fill the tab (double click on the title)</source>
        <translation>填满标签页（双击标题）</translation>
    </message>
    <message>
        <source>Chart</source>
        <translation>图表</translation>
    </message>
</context>
<context>
    <name>burin::views::PictureMenu</name>
    <message>
        <source>Show as table</source>
        <translation>显示为表格</translation>
    </message>
    <message>
        <source>Show as table...</source>
        <translation>显示为表格...</translation>
    </message>
    <message>
        <source>Copy as image</source>
        <translation>复制为图像</translation>
    </message>
    <message>
        <source>Copy values</source>
        <translation>复制数值</translation>
    </message>
    <message>
        <source>Save chart and values...</source>
        <translation>保存图表和数值...</translation>
    </message>
    <message>
        <source>Values of the chart</source>
        <translation>图表的数值</translation>
    </message>
    <message>
        <source>Save chart and values</source>
        <translation>保存图表和数值</translation>
    </message>
    <message>
        <source>Vector graphic (*.svg)</source>
        <translation>矢量图 (*.svg)</translation>
    </message>
    <message>
        <source>Picture (*.png)</source>
        <translation>图片 (*.png)</translation>
    </message>
    <message>
        <source>Document (*.pdf)</source>
        <translation>文档 (*.pdf)</translation>
    </message>
    <message>
        <source>Values only (*.csv)</source>
        <translation>仅数值 (*.csv)</translation>
    </message>
    <message>
        <source>Replace the values too?</source>
        <translation>也替换数值文件吗？</translation>
    </message>
    <message>
        <source>%1 exists already; the values of the chart would replace it.</source>
        <translation>%1 已存在；图表的数值将替换它。</translation>
    </message>
    <message>
        <source>Write %1</source>
        <translation>写入 %1</translation>
    </message>
    <message>
        <source>Keep it and write the values under another name</source>
        <translation>保留它，把数值写到另一个文件名</translation>
    </message>
    <message>
        <source>Replace it</source>
        <translation>替换它</translation>
    </message>
</context>
<context>
    <name>burin::views::PointFilterModel</name>
    <message>
        <source>What is compared with %1? Write a name before it, as in lut%2%1.</source>
        <translation>要将什么与 %1 比较？请在前面写上名称，例如 lut%2%1。</translation>
    </message>
    <message>
        <source>There is no column &quot;%1&quot;. There are: %2.</source>
        <translation>没有名为“%1”的列。可用的列：%2。</translation>
    </message>
    <message>
        <source>%1 what? Write a value behind it.</source>
        <translation>%1 之后缺少值。请在后面写上一个值。</translation>
    </message>
    <message>
        <source>%1 is a text: it can be compared with = and != only.</source>
        <translation>%1 是文本：只能用 = 和 != 比较。</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is not a number.</source>
        <translation>“%1”不是数字。</translation>
    </message>
</context>
<context>
    <name>burin::views::PointsPanel</name>
    <message>
        <source>Points of the study</source>
        <translation>研究的设计点</translation>
    </message>
    <message>
        <source>No points yet</source>
        <translation>尚无设计点</translation>
    </message>
    <message>
        <source>Press F5 to run the sweep, or move a slider and look at the live numbers first.</source>
        <translation>按 F5 运行扫描，或先移动滑块查看实时数值。</translation>
    </message>
    <message>
        <source>Filter points</source>
        <translation>筛选设计点</translation>
    </message>
    <message>
        <source>Front</source>
        <translation>帕累托前沿</translation>
    </message>
    <message>
        <source>Only points of the front</source>
        <translation>仅前沿上的设计点</translation>
    </message>
    <message>
        <source>Starred</source>
        <translation>已加星标</translation>
    </message>
    <message>
        <source>Only starred points</source>
        <translation>仅加星标的设计点</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>列</translation>
    </message>
    <message>
        <source>Choose columns</source>
        <translation>选择列</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Copy the selected rows with raw numbers</source>
        <translation>以原始数值复制所选行</translation>
    </message>
    <message>
        <source>point</source>
        <translation>个设计点</translation>
    </message>
    <message>
        <source>points</source>
        <translation>个设计点</translation>
    </message>
    <message>
        <source>%1 of %2 points</source>
        <translation>%2 个设计点中的 %1 个</translation>
    </message>
    <message>
        <source>Compare: set as &amp;A</source>
        <translation>比较：设为 A(&amp;A)</translation>
    </message>
    <message>
        <source>Compare: set as &amp;B</source>
        <translation>比较：设为 B(&amp;B)</translation>
    </message>
    <message>
        <source>Co&amp;mpare these two</source>
        <translation>比较这两个(&amp;M)</translation>
    </message>
    <message>
        <source>S&amp;ynthesise</source>
        <translation>综合(&amp;Y)</translation>
    </message>
    <message>
        <source>S&amp;ynthesise %1</source>
        <translation>综合 %1(&amp;Y)</translation>
    </message>
    <message>
        <source>&amp;Verify</source>
        <translation>验证(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Export project...</source>
        <translation>导出工程(&amp;E)...</translation>
    </message>
    <message>
        <source>Remove the &amp;star</source>
        <translation>移除星标(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Star</source>
        <translation>加星标(&amp;S)</translation>
    </message>
    <message>
        <source>Edit &amp;note</source>
        <translation>编辑备注(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Copy rows (tab-separated)</source>
        <translation>复制行（制表符分隔）(&amp;C)</translation>
    </message>
    <message>
        <source>Copy as Mark&amp;down</source>
        <translation>复制为 Markdown(&amp;D)</translation>
    </message>
    <message>
        <source>Copy as &amp;JSON</source>
        <translation>复制为 JSON(&amp;J)</translation>
    </message>
    <message>
        <source>Copy as c&amp;ommand</source>
        <translation>复制为命令(&amp;O)</translation>
    </message>
    <message>
        <source>Save &amp;points...</source>
        <translation>保存设计点(&amp;P)...</translation>
    </message>
    <message>
        <source>Save points</source>
        <translation>保存设计点</translation>
    </message>
    <message>
        <source>Comma-separated values (*.csv)</source>
        <translation>逗号分隔值 (*.csv)</translation>
    </message>
    <message>
        <source>JSON (*.json)</source>
        <translation>JSON (*.json)</translation>
    </message>
    <message>
        <source>Markdown (*.md)</source>
        <translation>Markdown (*.md)</translation>
    </message>
    <message>
        <source>No point passes the filter</source>
        <translation>没有设计点符合筛选条件</translation>
    </message>
    <message>
        <source>Show all points</source>
        <translation>显示全部设计点</translation>
    </message>
    <message>
        <source>Only points that failed</source>
        <translation>仅失败的设计点</translation>
    </message>
    <message>
        <source>Rows that match every part: a word, or a comparison (&lt; &lt;= &gt; &gt;= = !=) of %1.</source>
        <translation>符合全部条件的行：条件可为词语，或对 %1 的比较 (&lt; &lt;= &gt; &gt;= = !=)。</translation>
    </message>
    <message>
        <source>%1 failed</source>
        <translation>%1 个失败</translation>
    </message>
    <message>
        <source>Filter: words, lut&lt;3000 ...</source>
        <translation>筛选：词语、lut&lt;3000 ...</translation>
    </message>
    <message>
        <source>&amp;Delete points</source>
        <translation>删除设计点(&amp;D)</translation>
    </message>
    <message>
        <source>Delete the selected points (Del)</source>
        <translation>删除所选设计点 (Del)</translation>
    </message>
    <message>
        <source>Copying rows: %1</source>
        <translation>正在复制行：%1</translation>
    </message>
</context>
<context>
    <name>burin::views::PresetsButton</name>
    <message>
        <source>Presets</source>
        <translation>预设</translation>
    </message>
    <message>
        <source>Ready and saved choices of bit widths and pruning</source>
        <translation>现成的和已保存的位宽与剪枝组合</translation>
    </message>
    <message>
        <source>8 bit, unpruned</source>
        <translation>8 位，未剪枝</translation>
    </message>
    <message>
        <source>6 bit, 30 % pruned</source>
        <translation>6 位，剪枝 30 %</translation>
    </message>
    <message>
        <source>4 bit, unpruned</source>
        <translation>4 位，未剪枝</translation>
    </message>
    <message>
        <source>4 bit, 15 % pruned (the paper&apos;s choice)</source>
        <translation>4 位，剪枝 15 %（论文的选择）</translation>
    </message>
    <message>
        <source>Save as preset...</source>
        <translation>保存为预设...</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>preset %1</source>
        <translation>预设 %1</translation>
    </message>
    <message>
        <source>Save as preset</source>
        <translation>保存为预设</translation>
    </message>
    <message>
        <source>Name of the preset</source>
        <translation>预设名称</translation>
    </message>
</context>
<context>
    <name>burin::views::Ranges</name>
    <message>
        <source>Pruning</source>
        <translation>剪枝</translation>
    </message>
    <message>
        <source>%1 %2 to %3</source>
        <translation>%1 %2 至 %3</translation>
    </message>
</context>
<context>
    <name>burin::views::ReadingPage</name>
    <message>
        <source>comma</source>
        <translation>逗号</translation>
    </message>
    <message>
        <source>semicolon</source>
        <translation>分号</translation>
    </message>
    <message>
        <source>tab</source>
        <translation>制表符</translation>
    </message>
    <message>
        <source>bar</source>
        <translation>竖线</translation>
    </message>
    <message>
        <source>blanks</source>
        <translation>空白</translation>
    </message>
    <message>
        <source>UCR: label, then values</source>
        <translation>UCR：标签在前，值在后</translation>
    </message>
    <message>
        <source>UCI: values, then label</source>
        <translation>UCI：值在前，标签在后</translation>
    </message>
    <message>
        <source>aeon .ts</source>
        <translation>aeon .ts</translation>
    </message>
    <message>
        <source>NumPy array</source>
        <translation>NumPy 数组</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>表格</translation>
    </message>
    <message>
        <source>Generated</source>
        <translation>生成</translation>
    </message>
    <message>
        <source>Separator</source>
        <translation>分隔符</translation>
    </message>
    <message>
        <source>What stands between the values of a row.</source>
        <translation>一行中各值之间的分隔符。</translation>
    </message>
    <message>
        <source>Header</source>
        <translation>表头</translation>
    </message>
    <message>
        <source>Whether the first row names the columns.</source>
        <translation>首行是否为列名。</translation>
    </message>
    <message>
        <source>Label column</source>
        <translation>标签列</translation>
    </message>
    <message>
        <source>The column with the class of each row.</source>
        <translation>包含每行类别的列。</translation>
    </message>
    <message>
        <source>Channels</source>
        <translation>通道数</translation>
    </message>
    <message>
        <source>Task</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>Classify series, or predict their next values.</source>
        <translation>对序列分类，或预测其后续值。</translation>
    </message>
    <message>
        <source>Target</source>
        <translation>目标值</translation>
    </message>
    <message>
        <source>The channel to predict.</source>
        <translation>要预测的通道。</translation>
    </message>
    <message>
        <source>Horizon</source>
        <translation>预测步长</translation>
    </message>
    <message>
        <source>Missing values</source>
        <translation>缺失值</translation>
    </message>
    <message>
        <source>What happens to series with gaps.</source>
        <translation>如何处理有缺失的序列。</translation>
    </message>
    <message>
        <source>Scaling</source>
        <translation>缩放</translation>
    </message>
    <message>
        <source>Scaling of the inputs, fitted on training data only.</source>
        <translation>输入的缩放，仅由训练数据拟合。</translation>
    </message>
    <message>
        <source>Classes</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>Yes, the first row names the columns</source>
        <translation>是，首行为列名</translation>
    </message>
    <message>
        <source>No, all rows are data</source>
        <translation>否，所有行均为数据</translation>
    </message>
    <message>
        <source>Classify</source>
        <translation>分类</translation>
    </message>
    <message>
        <source>Predict</source>
        <translation>预测</translation>
    </message>
    <message>
        <source>Drop the series</source>
        <translation>丢弃该序列</translation>
    </message>
    <message>
        <source>Interpolate</source>
        <translation>插值</translation>
    </message>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
    <message>
        <source>log1p (counts over decades)</source>
        <translation>log1p（跨数量级的计数）</translation>
    </message>
    <message>
        <source>Standard (mean 0, deviation 1)</source>
        <translation>标准化（均值 0，标准差 1）</translation>
    </message>
    <message>
        <source>How many values of a row belong to one step.</source>
        <translation>一行中有多少个值属于同一时间步。</translation>
    </message>
    <message>
        <source>How many steps ahead to predict.</source>
        <translation>向前预测多少个时间步。</translation>
    </message>
    <message>
        <source>First lines of the file</source>
        <translation>文件的开头几行</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>格式</translation>
    </message>
    <message>
        <source>Steps ahead</source>
        <translation>预测步数</translation>
    </message>
    <message>
        <source>First lines</source>
        <translation>开头几行</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>测试</translation>
    </message>
    <message>
        <source>Columns of the classes</source>
        <translation>类别表的列</translation>
    </message>
    <message>
        <source>Rows of the classes</source>
        <translation>类别表的行</translation>
    </message>
    <message>
        <source>Reading...</source>
        <translation>正在读取...</translation>
    </message>
    <message>
        <source>Automatic (%1)</source>
        <translation>自动（%1）</translation>
    </message>
    <message>
        <source>Automatic (yes)</source>
        <translation>自动（是）</translation>
    </message>
    <message>
        <source>Automatic (no)</source>
        <translation>自动（否）</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>None: rows are steps</source>
        <translation>无：行为时间步</translation>
    </message>
    <message>
        <source>(not a text file)</source>
        <translation>（非文本文件）</translation>
    </message>
    <message>
        <source>classify</source>
        <translation>分类</translation>
    </message>
    <message>
        <source>predict %1</source>
        <translation>预测 %1</translation>
    </message>
    <message>
        <source>series</source>
        <comment>one</comment>
        <translation>条序列</translation>
    </message>
    <message>
        <source>series</source>
        <comment>many</comment>
        <translation>条序列</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>长度</translation>
    </message>
    <message>
        <source>step</source>
        <translation>个时间步</translation>
    </message>
    <message>
        <source>steps</source>
        <translation>个时间步</translation>
    </message>
    <message>
        <source>%1 to %2 steps</source>
        <translation>%1 至 %2 个时间步</translation>
    </message>
    <message>
        <source>in %1</source>
        <translation>存在于 %1</translation>
    </message>
    <message>
        <source>Some training series of each class</source>
        <translation>各类别的若干训练序列</translation>
    </message>
    <message>
        <source>Start of the training data</source>
        <translation>训练数据的开头</translation>
    </message>
    <message>
        <source>Some training series of the first classes</source>
        <translation>前几个类别的若干训练序列</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>时间步</translation>
    </message>
    <message>
        <source>First channel</source>
        <translation>第一个通道</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>值</translation>
    </message>
    <message>
        <source>class %1</source>
        <translation>类别 %1</translation>
    </message>
    <message>
        <source>not recognised</source>
        <translation>无法识别</translation>
    </message>
</context>
<context>
    <name>burin::views::ReservoirForm</name>
    <message>
        <source>Bit width</source>
        <translation>位宽</translation>
    </message>
    <message>
        <source> bit</source>
        <translation> 位</translation>
    </message>
    <message>
        <source>Bits of input, state, W_in and W_r together ( [ and ] )</source>
        <translation>统一设置输入、状态、W_in 和 W_r 的位宽（[ 和 ]）</translation>
    </message>
    <message>
        <source>Pruning</source>
        <translation>剪枝</translation>
    </message>
    <message>
        <source> %</source>
        <translation> %</translation>
    </message>
    <message>
        <source>Share of the weights that is removed ( - and = )</source>
        <translation>被剪除的权重比例（- 和 =）</translation>
    </message>
    <message>
        <source>Width of each part</source>
        <translation>各部分位宽</translation>
    </message>
    <message>
        <source>Re-fit read-out</source>
        <translation>重新拟合读出层</translation>
    </message>
    <message>
        <source>width of a part</source>
        <translation>部分位宽</translation>
    </message>
    <message>
        <source>Ranker</source>
        <translation>排序方法</translation>
    </message>
    <message>
        <source>How weights are ranked for pruning: the least important go first.</source>
        <translation>剪枝时权重的排序方法：最不重要的先剪除。</translation>
    </message>
    <message>
        <source>Read-out</source>
        <translation>读出层</translation>
    </message>
    <message>
        <source>What the outputs are computed from: the last state, the mean state, the mean of each of some segments, or all states.</source>
        <translation>输出由何计算：末状态、平均状态、各分段的平均状态或全部状态。</translation>
    </message>
    <message>
        <source>Fit the read-out again after pruning and quantising.</source>
        <translation>剪枝和量化后重新拟合读出层。</translation>
    </message>
    <message>
        <source>Pipeline</source>
        <translation>流水线</translation>
    </message>
    <message>
        <source>Registers between the adder levels of the read-out: a shorter delay for more flip-flops and a later answer.</source>
        <translation>在读出层加法器各级之间插入寄存器：延迟更短，但触发器更多、结果更晚。</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message numerus="yes">
        <source>every %n adder level(s)</source>
        <translation>
            <numerusform>每 %n 级加法器</numerusform>
        </translation>
    </message>
    <message>
        <source>automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>Prune %1</source>
        <translation>剪枝 %1</translation>
    </message>
    <message>
        <source>Weights of this matrix may be pruned; at least one matrix is chosen.</source>
        <translation>允许剪除此矩阵的权重；至少选择一个矩阵。</translation>
    </message>
    <message>
        <source>Prune</source>
        <translation>剪枝</translation>
    </message>
    <message>
        <source>bit width</source>
        <translation>位宽</translation>
    </message>
    <message>
        <source>pruning</source>
        <translation>剪枝</translation>
    </message>
    <message>
        <source>choice</source>
        <translation>选项</translation>
    </message>
    <message>
        <source>mixed</source>
        <translation>混合</translation>
    </message>
</context>
<context>
    <name>burin::views::ReservoirGraph</name>
    <message>
        <source>The links are on their way...</source>
        <translation>正在获取连接...</translation>
    </message>
    <message>
        <source>There is no graph</source>
        <translation>没有图</translation>
    </message>
    <message>
        <source>The reservoir as a graph</source>
        <translation>以图显示储备池</translation>
    </message>
    <message>
        <source>input %1</source>
        <translation>输入 %1</translation>
    </message>
    <message>
        <source>neuron %1</source>
        <translation>神经元 %1</translation>
    </message>
    <message>
        <source>%1: %2, integer %3</source>
        <translation>%1：%2，整数 %3</translation>
    </message>
    <message>
        <source>sensitivity %1</source>
        <translation>灵敏度 %1</translation>
    </message>
    <message>
        <source>pruned</source>
        <translation>已剪枝</translation>
    </message>
    <message>
        <source>pinned by hand</source>
        <translation>手动固定</translation>
    </message>
    <message>
        <source>0 at this bit width: costs nothing</source>
        <translation>在此位宽下为 0：无代价</translation>
    </message>
    <message>
        <source>%1, %2 pruned, %3 zero</source>
        <translation>%1，%2 条已剪枝，%3 条为零</translation>
    </message>
    <message>
        <source>link</source>
        <translation>条连接</translation>
    </message>
    <message>
        <source>links</source>
        <translation>条连接</translation>
    </message>
</context>
<context>
    <name>burin::views::SensitivityMap</name>
    <message>
        <source>Order of the weights</source>
        <translation>权重的排列顺序</translation>
    </message>
    <message>
        <source>By row</source>
        <translation>按行</translation>
    </message>
    <message>
        <source>By column</source>
        <translation>按列</translation>
    </message>
    <message>
        <source>By score</source>
        <translation>按得分</translation>
    </message>
    <message>
        <source>Order of the weights: by the neuron they go to, by the neuron they come from, or from the least to the most sensitive.</source>
        <translation>权重的排列顺序：按去向神经元、按来源神经元，或按灵敏度从低到高。</translation>
    </message>
    <message>
        <source>Prune</source>
        <translation>剪枝</translation>
    </message>
    <message>
        <source>Prune the brushed weights, whatever the ranker says (P)</source>
        <translation>剪除框选的权重，不受排序方法影响 (P)</translation>
    </message>
    <message>
        <source>Pin</source>
        <translation>固定</translation>
    </message>
    <message>
        <source>Keep the brushed weights at every pruning rate (K)</source>
        <translation>在任何剪枝率下都保留框选的权重 (K)</translation>
    </message>
    <message>
        <source>As ranked</source>
        <translation>按排序</translation>
    </message>
    <message>
        <source>Leave the brushed weights to the ranker again (Backspace)</source>
        <translation>将框选的权重重新交由排序方法决定 (Backspace)</translation>
    </message>
    <message>
        <source>Reset what was made by hand</source>
        <translation>重置手动更改</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>重置</translation>
    </message>
    <message>
        <source>Give every weight back to the ranker; Undo brings it back</source>
        <translation>将所有权重交还排序方法；可用“撤销”恢复</translation>
    </message>
    <message>
        <source>Every bit of every weight is flipped in turn...</source>
        <translation>正在依次翻转每个权重的每一位...</translation>
    </message>
    <message>
        <source>The sensitivity could not be computed</source>
        <translation>无法计算灵敏度</translation>
    </message>
    <message>
        <source>The map shows how much the task suffers from each flip.</source>
        <translation>该图显示每次翻转对任务的影响程度。</translation>
    </message>
    <message>
        <source>Sensitivity of weights to bit flips</source>
        <translation>权重对位翻转的灵敏度</translation>
    </message>
    <message>
        <source>Bit</source>
        <translation>位</translation>
    </message>
    <message>
        <source>change of accuracy</source>
        <translation>准确率变化</translation>
    </message>
    <message>
        <source>change of the error</source>
        <translation>误差变化</translation>
    </message>
    <message>
        <source>pruned</source>
        <translation>已剪枝</translation>
    </message>
    <message>
        <source>value %1, score %2</source>
        <translation>值 %1，得分 %2</translation>
    </message>
    <message>
        <source>pruned by hand</source>
        <translation>手动剪枝</translation>
    </message>
    <message>
        <source>pinned by hand</source>
        <translation>手动固定</translation>
    </message>
    <message>
        <source>pruned by the ranker</source>
        <translation>由排序方法剪枝</translation>
    </message>
    <message>
        <source>kept</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>weight</source>
        <translation>个权重</translation>
    </message>
    <message>
        <source>weights</source>
        <translation>个权重</translation>
    </message>
    <message>
        <source> (%1 more of value 0 at this width)</source>
        <translation>（另有 %1 个在此位宽下为 0）</translation>
    </message>
    <message>
        <source>by hand</source>
        <translation>手动</translation>
    </message>
</context>
<context>
    <name>burin::views::SeriesPanel</name>
    <message>
        <source>Validation series</source>
        <translation>验证序列</translation>
    </message>
    <message>
        <source>Validation series to trace</source>
        <translation>要跟踪的验证序列</translation>
    </message>
    <message>
        <source>Previous series</source>
        <translation>上一条序列</translation>
    </message>
    <message>
        <source>Next series</source>
        <translation>下一条序列</translation>
    </message>
    <message>
        <source>Next misclassified series</source>
        <translation>下一条错分序列</translation>
    </message>
    <message>
        <source>The next series that the integer network puts into a wrong class</source>
        <translation>下一条被整数网络错分的序列</translation>
    </message>
    <message>
        <source>Neuron</source>
        <translation>神经元</translation>
    </message>
    <message>
        <source>neuron </source>
        <translation>神经元 </translation>
    </message>
    <message>
        <source>What is shown over time</source>
        <translation>随时间显示的内容</translation>
    </message>
    <message>
        <source>States</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>One neuron</source>
        <translation>单个神经元</translation>
    </message>
    <message>
        <source>Inputs</source>
        <translation>输入</translation>
    </message>
    <message>
        <source>Outputs</source>
        <translation>输出</translation>
    </message>
    <message>
        <source>The series is on its way...</source>
        <translation>正在获取序列...</translation>
    </message>
    <message>
        <source>The series could not be traced</source>
        <translation>无法跟踪该序列</translation>
    </message>
    <message>
        <source> of %1</source>
        <translation> / %1</translation>
    </message>
    <message>
        <source>Float states</source>
        <translation>浮点状态</translation>
    </message>
    <message>
        <source>Integer states</source>
        <translation>整数状态</translation>
    </message>
    <message>
        <source>Class %1; float says %2, integer says %3; %4 of %5 wrong</source>
        <translation>类别 %1；浮点判为 %2，整数判为 %3；%5 条中 %4 条错误</translation>
    </message>
    <message>
        <source>state</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>时间步</translation>
    </message>
    <message>
        <source>step %1</source>
        <translation>时间步 %1</translation>
    </message>
    <message>
        <source>Inputs of series %1</source>
        <translation>序列 %1 的输入</translation>
    </message>
    <message>
        <source>Input (scaled)</source>
        <translation>输入（已缩放）</translation>
    </message>
    <message>
        <source>input %1</source>
        <translation>输入 %1</translation>
    </message>
    <message>
        <source>Neuron %1</source>
        <translation>神经元 %1</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>float</source>
        <translation>浮点</translation>
    </message>
    <message>
        <source>integer, scaled back</source>
        <translation>整数，已还原缩放</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>输出</translation>
    </message>
    <message>
        <source>Outputs by class; the largest decides</source>
        <translation>各类别的输出；最大者决定结果</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>integer decides</source>
        <translation>整数判定</translation>
    </message>
    <message>
        <source>Forecast of series %1</source>
        <translation>序列 %1 的预测</translation>
    </message>
    <message>
        <source>Step after the wash-out</source>
        <translation>洗出期之后的时间步</translation>
    </message>
    <message>
        <source>target</source>
        <translation>目标值</translation>
    </message>
    <message>
        <source>integer</source>
        <translation>整数</translation>
    </message>
    <message>
        <source>Step (%1 of %2)</source>
        <translation>前 %1 步，共 %2 步</translation>
    </message>
    <message>
        <source>Class %1; float %2, integer %3</source>
        <translation>类别 %1；浮点 %2，整数 %3</translation>
    </message>
    <message>
        <source>Next of %1 wrong</source>
        <translation>%1 条错误中的下一条</translation>
    </message>
</context>
<context>
    <name>burin::views::StartPage</name>
    <message>
        <source>The file is not there any more.</source>
        <translation>文件已不存在。</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1，%2</translation>
    </message>
    <message>
        <source>point</source>
        <translation>个设计点</translation>
    </message>
    <message>
        <source>points</source>
        <translation>个设计点</translation>
    </message>
    <message>
        <source>Studies that you open appear here, with a picture of their front.</source>
        <translation>打开过的研究及其前沿缩略图显示在这里。</translation>
    </message>
    <message>
        <source>Start page</source>
        <translation>起始页</translation>
    </message>
    <message>
        <source>Ready examples</source>
        <translation>现成示例</translation>
    </message>
    <message>
        <source>Your own</source>
        <translation>您自己的数据</translation>
    </message>
    <message>
        <source>Recent studies</source>
        <translation>最近的研究</translation>
    </message>
    <message>
        <source>Burin</source>
        <translation>Burin</translation>
    </message>
    <message>
        <source>Engrave a neural network into hardware: choose bits and pruning, watch accuracy and cost move, export a Verilog project that proves itself.</source>
        <translation>将神经网络刻入硬件：选择位宽和剪枝率，观察准确率与代价的变化，导出可自我验证的 Verilog 工程。</translation>
    </message>
    <message>
        <source>Open the example: %1</source>
        <translation>打开示例：%1</translation>
    </message>
    <message>
        <source>Open data...</source>
        <translation>打开数据...</translation>
    </message>
    <message>
        <source>Open data</source>
        <translation>打开数据</translation>
    </message>
    <message>
        <source>Open study...</source>
        <translation>打开研究...</translation>
    </message>
    <message>
        <source>Open a study or a bundle</source>
        <translation>打开研究或数据包</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Cancel opening</source>
        <translation>取消打开</translation>
    </message>
    <message>
        <source>Open %1</source>
        <translation>打开 %1</translation>
    </message>
    <message>
        <source>Data: %1</source>
        <translation>数据：%1</translation>
    </message>
    <message>
        <source>Locate...</source>
        <translation>定位...</translation>
    </message>
    <message>
        <source>Locate %1</source>
        <translation>定位 %1</translation>
    </message>
    <message>
        <source>Remove %1 from the list</source>
        <translation>从列表中移除 %1</translation>
    </message>
    <message>
        <source>Remove from the list (the file stays)</source>
        <translation>从列表中移除（文件保留）</translation>
    </message>
    <message>
        <source>Open a CNN...</source>
        <translation>打开 CNN...</translation>
    </message>
    <message>
        <source>Open a trained CNN</source>
        <translation>打开训练好的 CNN</translation>
    </message>
    <message>
        <source>Or drop a file anywhere on the window: .csv, .tsv, .ts, .tra, .npy, a network (.json, .npz), a study or a bundle.</source>
        <translation>或把文件拖到窗口任意位置：.csv、.tsv、.ts、.tra、.npy、网络（.json、.npz）、研究或打包文件。</translation>
    </message>
</context>
<context>
    <name>burin::views::StudyModel</name>
    <message>
        <source>Waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>运行中</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>Does not fit</source>
        <translation>资源不足</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>已取消</translation>
    </message>
    <message>
        <source>%1 %2 of %3</source>
        <translation>%1 %2/%3</translation>
    </message>
    <message>
        <source>Bit-exact: %1</source>
        <translation>逐位一致：%1</translation>
    </message>
    <message>
        <source>Mismatch: %1</source>
        <translation>不一致：%1</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>no</source>
        <translation>否</translation>
    </message>
    <message>
        <source>bit-exact</source>
        <translation>逐位一致</translation>
    </message>
    <message>
        <source>mismatch</source>
        <translation>不一致</translation>
    </message>
    <message>
        <source>Starred</source>
        <translation>已加星标</translation>
    </message>
    <message>
        <source>Not starred</source>
        <translation>未加星标</translation>
    </message>
    <message>
        <source>Star: points to come back to</source>
        <translation>星标：值得回看的设计点</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Bit width; input/state/W_in/W_r where they differ</source>
        <translation>位宽；不同时为 输入/状态/W_in/W_r</translation>
    </message>
    <message>
        <source>Bits</source>
        <translation>位宽</translation>
    </message>
    <message>
        <source>Pruning</source>
        <translation>剪枝</translation>
    </message>
    <message>
        <source>Ranker</source>
        <translation>排序方法</translation>
    </message>
    <message>
        <source>Re-fit</source>
        <translation>重新拟合</translation>
    </message>
    <message>
        <source>Read-out</source>
        <translation>读出层</translation>
    </message>
    <message>
        <source>%1 (val)</source>
        <translation>%1（验证）</translation>
    </message>
    <message>
        <source>Accuracy</source>
        <translation>准确率</translation>
    </message>
    <message>
        <source>Tier</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>Seal</source>
        <translation>验证标记</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Id</source>
        <translation>编号</translation>
    </message>
    <message>
        <source>Not verified yet</source>
        <translation>尚未验证</translation>
    </message>
    <message>
        <source>Not synthesised yet</source>
        <translation>尚未综合</translation>
    </message>
    <message>
        <source>%1 by %2; the estimate %3 is off by %4</source>
        <translation>%2 给出 %1；估算值 %3 的误差为 %4</translation>
    </message>
    <message>
        <source>%1 synth</source>
        <translation>%1 综合</translation>
    </message>
    <message>
        <source>%1 synth (%2)</source>
        <translation>%1 综合 (%2)</translation>
    </message>
    <message>
        <source>Mean of %1</source>
        <translation>%1的平均值</translation>
    </message>
    <message>
        <source>seed</source>
        <translation>个种子</translation>
    </message>
    <message>
        <source>seeds</source>
        <translation>个种子</translation>
    </message>
    <message>
        <source>%1: the estimate, mean over the seeds of the point</source>
        <translation>%1：估计值，设计点各种子的平均</translation>
    </message>
    <message>
        <source>%1 that synthesis found for the exported seed; in brackets the error of the estimate</source>
        <translation>导出种子经综合得到的 %1；括号内为估计的误差</translation>
    </message>
    <message>
        <source>Mean on the validation series, then the half width of its 95 % interval over the seeds</source>
        <translation>验证序列上的平均值，其后为各种子 95 % 区间的半宽</translation>
    </message>
    <message>
        <source>The preset, and the converters where they are not by its rule</source>
        <translation>预设，以及不按其规则的转换器</translation>
    </message>
    <message>
        <source>Crossbars</source>
        <translation>交叉阵列</translation>
    </message>
    <message>
        <source>Needs more than %1 has: no front and no recommendation counts it.</source>
        <translation>所需超过 %1 的资源：前沿和推荐都不计入它。</translation>
    </message>
    <message>
        <source>Front and recommendation are of the points for the chosen target, %1.</source>
        <translation>前沿和推荐只针对所选目标 %1 的点。</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>器件</translation>
    </message>
</context>
<context>
    <name>burin::views::StudyPanel</name>
    <message>
        <source>no limit</source>
        <translation>不限</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>器件</translation>
    </message>
    <message>
        <source>Accuracy at least</source>
        <translation>准确率至少</translation>
    </message>
    <message>
        <source>Share of the device&apos;s LUTs at most</source>
        <translation>占器件 LUT 的比例至多</translation>
    </message>
    <message>
        <source>Throughput at least</source>
        <translation>吞吐量至少</translation>
    </message>
    <message>
        <source>Select it</source>
        <translation>选择它</translation>
    </message>
    <message>
        <source>Select the recommended point</source>
        <translation>选择推荐的设计点</translation>
    </message>
    <message>
        <source>Study</source>
        <translation>研究</translation>
    </message>
    <message>
        <source>Data and network</source>
        <translation>数据与网络</translation>
    </message>
    <message>
        <source>Target</source>
        <translation>目标</translation>
    </message>
    <message>
        <source>AMD 7 series (xc7)</source>
        <translation>AMD 7 系列 (xc7)</translation>
    </message>
    <message>
        <source>AMD UltraScale+ (xcup)</source>
        <translation>AMD UltraScale+ (xcup)</translation>
    </message>
    <message>
        <source>Intel Cyclone IV E</source>
        <translation>Intel Cyclone IV E</translation>
    </message>
    <message>
        <source>Lattice iCE40</source>
        <translation>Lattice iCE40</translation>
    </message>
    <message>
        <source>device</source>
        <translation>器件</translation>
    </message>
    <message>
        <source>Budget</source>
        <translation>约束</translation>
    </message>
    <message>
        <source> %</source>
        <translation> %</translation>
    </message>
    <message>
        <source> MS/s</source>
        <translation> MS/s</translation>
    </message>
    <message>
        <source>LUTs at most</source>
        <translation>LUT 至多</translation>
    </message>
    <message>
        <source>Samples at least</source>
        <translation>采样率至少</translation>
    </message>
    <message>
        <source>Recommendation</source>
        <translation>推荐</translation>
    </message>
    <message>
        <source>No study is open.</source>
        <translation>未打开研究。</translation>
    </message>
    <message>
        <source>NRMSE at most</source>
        <translation>NRMSE 至多</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>Run the sweep to get one.</source>
        <translation>运行扫描以获得推荐。</translation>
    </message>
    <message>
        <source>Frames per second at least</source>
        <translation>每秒帧数至少</translation>
    </message>
    <message>
        <source> /s</source>
        <translation> /秒</translation>
    </message>
    <message>
        <source>Frames at least</source>
        <translation>帧率至少</translation>
    </message>
    <message>
        <source>%1 at most</source>
        <translation>%1不超过</translation>
    </message>
    <message>
        <source>The preset %1 does not give this figure.</source>
        <translation>预设 %1 不给出此数值。</translation>
    </message>
    <message>
        <source>A share of the device&apos;s LUTs in per cent, or a number of LUTs above 100</source>
        <translation>占器件 LUT 的百分比，或大于 100 的 LUT 数量</translation>
    </message>
</context>
<context>
    <name>burin::views::SweepAxes</name>
    <message>
        <source>Add parameter...</source>
        <translation>添加参数...</translation>
    </message>
    <message>
        <source>Add alternatives of another parameter</source>
        <translation>添加另一个参数的候选值</translation>
    </message>
    <message>
        <source>Every combination with the alternatives of another parameter is computed.</source>
        <translation>与另一个参数候选值的每种组合都会计算。</translation>
    </message>
    <message>
        <source>Alternatives, separated by spaces or commas.</source>
        <translation>候选值，用空格或逗号分隔。</translation>
    </message>
    <message>
        <source>Leave out %1</source>
        <translation>去掉 %1</translation>
    </message>
</context>
<context>
    <name>burin::views::SweepGridModel</name>
    <message>
        <source>%1, %2 pruned</source>
        <translation>%1，剪枝 %2</translation>
    </message>
    <message>
        <source>%1, %2 pruned: %3</source>
        <translation>%1，剪枝 %2：%3</translation>
    </message>
    <message>
        <source>not computed</source>
        <translation>未计算</translation>
    </message>
    <message>
        <source>%1 bit</source>
        <translation>%1 位</translation>
    </message>
    <message>
        <source>unpruned</source>
        <translation>未剪枝</translation>
    </message>
</context>
<context>
    <name>burin::views::SweepPanel</name>
    <message>
        <source>Pruning rates in per cent</source>
        <translation>剪枝率（百分比）</translation>
    </message>
    <message>
        <source>Seeds</source>
        <translation>随机种子数</translation>
    </message>
    <message>
        <source>Run sweep</source>
        <translation>运行扫描</translation>
    </message>
    <message>
        <source>Run the sweep</source>
        <translation>运行扫描</translation>
    </message>
    <message>
        <source>Sweep</source>
        <translation>扫描</translation>
    </message>
    <message>
        <source>Grid sweep</source>
        <translation>网格扫描</translation>
    </message>
    <message>
        <source>Bit widths</source>
        <translation>位宽</translation>
    </message>
    <message>
        <source>Rates in per cent, separated by spaces or commas.</source>
        <translation>百分比，以空格或逗号分隔。</translation>
    </message>
    <message>
        <source>Pruning (%)</source>
        <translation>剪枝率 (%)</translation>
    </message>
    <message>
        <source>Rankers</source>
        <translation>排序方法</translation>
    </message>
    <message>
        <source>Networks with weights of their own; the charts show their mean and its 95 % interval.</source>
        <translation>每个种子对应一个独立权重的网络；图表显示其平均值和 95 % 置信区间。</translation>
    </message>
    <message>
        <source>%1 bit</source>
        <translation>%1 位</translation>
    </message>
    <message>
        <source>Choose at least one bit width.</source>
        <translation>请至少选择一个位宽。</translation>
    </message>
    <message>
        <source>Give pruning rates from 0 to 100 %, for example 0 15 30 45.</source>
        <translation>请给出 0 到 100 % 的剪枝率，例如 0 15 30 45。</translation>
    </message>
    <message>
        <source>Choose at least one ranker.</source>
        <translation>请至少选择一种排序方法。</translation>
    </message>
    <message>
        <source>point</source>
        <translation>个设计点</translation>
    </message>
    <message>
        <source>points</source>
        <translation>个设计点</translation>
    </message>
    <message>
        <source>, about %1</source>
        <translation>，约 %1</translation>
    </message>
    <message>
        <source>Pause or resume the sweep</source>
        <translation>暂停或继续扫描</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Stop the sweep</source>
        <translation>停止扫描</translation>
    </message>
    <message>
        <source>Every combination is evaluated around the chosen configuration and stored in the study; what is there already is not computed again.</source>
        <translation>围绕当前配置评估每个组合并存入研究；已有的结果不再重复计算。</translation>
    </message>
    <message>
        <source>, all computed already</source>
        <translation>，均已计算</translation>
    </message>
    <message>
        <source>, %1 not computed yet</source>
        <translation>，%1 尚未计算</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Paused at %1</source>
        <translation>已在 %1 处暂停</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1，%2</translation>
    </message>
    <message>
        <source>Read-outs (none: that of the configuration)</source>
        <translation>读出层（不选：用当前配置的）</translation>
    </message>
    <message>
        <source>Converters (none: those of the configuration)</source>
        <translation>转换器（不选：配置的）</translation>
    </message>
    <message>
        <source>Presets (none: that of the configuration)</source>
        <translation>预设（不选：配置的）</translation>
    </message>
    <message>
        <source>What the sweep computes</source>
        <translation>扫描计算的内容</translation>
    </message>
    <message>
        <source>Read-only: %1</source>
        <translation>只读：%1</translation>
    </message>
    <message>
        <source>, at most about %1</source>
        <translation>，至多约 %1</translation>
    </message>
</context>
<context>
    <name>burin::views::SweepResults</name>
    <message>
        <source>Scores of the grid</source>
        <translation>网格得分</translation>
    </message>
    <message>
        <source>Failed points</source>
        <translation>失败的设计点</translation>
    </message>
    <message>
        <source>Validation score over the pruning rate in per cent</source>
        <translation>验证得分随剪枝率（百分比）的变化</translation>
    </message>
    <message>
        <source>Failed point</source>
        <translation>失败的设计点</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Failed points are computed again by the next run.</source>
        <translation>失败的设计点将在下次运行时重新计算。</translation>
    </message>
    <message>
        <source>No finished points at this bit width</source>
        <translation>此位宽尚无已完成的设计点</translation>
    </message>
    <message>
        <source>Press F5 to run the sweep.</source>
        <translation>按 F5 运行扫描。</translation>
    </message>
    <message>
        <source>%1 of %2 computed</source>
        <translation>已计算 %1，共 %2</translation>
    </message>
    <message>
        <source>point</source>
        <translation>个设计点</translation>
    </message>
    <message>
        <source>points</source>
        <translation>个设计点</translation>
    </message>
    <message>
        <source>Accuracy</source>
        <translation>准确率</translation>
    </message>
    <message>
        <source>Rankers at %1 bit, read-out %2</source>
        <translation>%1 位下的排序方法，读出层 %2</translation>
    </message>
    <message>
        <source>Pruning (%)</source>
        <translation>剪枝率 (%)</translation>
    </message>
    <message>
        <source>%1 (validation)</source>
        <translation>%1（验证集）</translation>
    </message>
    <message>
        <source>Rankers at %1 bit</source>
        <translation>%1 位的排序方法</translation>
    </message>
    <message>
        <source>worst %1</source>
        <translation>最差 %1</translation>
    </message>
    <message>
        <source>best %1</source>
        <translation>最好 %1</translation>
    </message>
</context>
<context>
    <name>burin::views::SynthesisModel</name>
    <message>
        <source>Waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>运行中</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>已取消</translation>
    </message>
    <message>
        <source>Point</source>
        <translation>设计点</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>LUT estimate</source>
        <translation>LUT 估算</translation>
    </message>
    <message>
        <source>LUT synthesised</source>
        <translation>LUT 综合</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>误差</translation>
    </message>
    <message>
        <source>Delay (ns)</source>
        <translation>延迟 (ns)</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>原因</translation>
    </message>
</context>
<context>
    <name>burin::views::TableView</name>
    <message>
        <source>Fit widths</source>
        <translation>自适应列宽</translation>
    </message>
</context>
<context>
    <name>burin::views::Toast</name>
    <message>
        <source>Action of the message</source>
        <translation>消息的操作</translation>
    </message>
    <message>
        <source>Close the message</source>
        <translation>关闭消息</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>burin::views::TrainingDialog</name>
    <message>
        <source>Network</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>Trained weights</source>
        <translation>训练得到的权重</translation>
    </message>
    <message>
        <source>This file is there already and will be replaced.</source>
        <translation>此文件已存在，将被替换。</translation>
    </message>
    <message>
        <source>Begin with the study&apos;s weights</source>
        <translation>从研究的权重开始</translation>
    </message>
    <message>
        <source>Epochs</source>
        <translation>轮数</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>学习率</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>种子</translation>
    </message>
    <message>
        <source>Round as the integer network does</source>
        <translation>像整数网络那样舍入</translation>
    </message>
    <message>
        <source>Train a network</source>
        <translation>训练网络</translation>
    </message>
    <message>
        <source>Training runs beside the window as a job. Each epoch is kept, so that it can be stopped and resumed. The guide (F1) says what is trained.</source>
        <translation>训练作为作业在窗口之外运行。每一轮都会保存，因此可以停止和继续。指南（F1）说明训练的是什么。</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>A description (.json), or a built-in network</source>
        <translation>描述（.json），或内置网络</translation>
    </message>
    <message>
        <source>Tunes the weights that the study has. Take a tenth of the learning rate or less.</source>
        <translation>微调研究已有的权重。学习率请取十分之一或更小。</translation>
    </message>
    <message>
        <source>Choose the network</source>
        <translation>选择网络</translation>
    </message>
    <message>
        <source>Networks (*.json);;All files (*)</source>
        <translation>网络 (*.json);;所有文件 (*)</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>Where to put the weights</source>
        <translation>权重保存到哪里</translation>
    </message>
    <message>
        <source>Weights (*.npz)</source>
        <translation>权重 (*.npz)</translation>
    </message>
    <message>
        <source>Passes over the training images.</source>
        <translation>遍历训练图像的次数。</translation>
    </message>
    <message>
        <source>The highest learning rate: it rises to it in the first steps and falls to 0 on a cosine.</source>
        <translation>最高学习率：在最初几步升到该值，然后按余弦降到 0。</translation>
    </message>
    <message>
        <source>Quantisation-aware training: what is trained is the integer network, as in hardware.</source>
        <translation>量化感知训练：训练的就是整数网络，与硬件中相同。</translation>
    </message>
    <message>
        <source>Browse...</source>
        <translation>浏览...</translation>
    </message>
    <message>
        <source>Early stop after</source>
        <translation>提前停止</translation>
    </message>
    <message>
        <source>never</source>
        <translation>从不</translation>
    </message>
    <message>
        <source>Ends after so many epochs without a better validation accuracy (0: never).</source>
        <translation>若连续这么多轮验证准确率没有提高，则结束（0：从不）。</translation>
    </message>
    <message>
        <source>The checkpoint of another training has this name and will be replaced.</source>
        <translation>另一次训练的检查点使用此名称，将被替换。</translation>
    </message>
    <message>
        <source>The design under the sliders: %1</source>
        <translation>滑块所设的设计：%1</translation>
    </message>
    <message>
        <source>Train the design under the sliders</source>
        <translation>训练滑块所设的设计</translation>
    </message>
    <message>
        <source>Its widths and the filters that it keeps. The network that comes of it is written beside the weights.</source>
        <translation>其位宽和保留的滤波器。由此得到的网络保存在权重旁边。</translation>
    </message>
</context>
<context>
    <name>burin::views::TrainingPanel</name>
    <message>
        <source>Progress of the training</source>
        <translation>训练进度</translation>
    </message>
    <message>
        <source>No epoch is over yet</source>
        <translation>还没有完成一轮</translation>
    </message>
    <message>
        <source>The first values come after the first epoch.</source>
        <translation>第一轮结束后才有第一批数值。</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Open with these weights</source>
        <translation>用这些权重打开</translation>
    </message>
    <message>
        <source>Train...</source>
        <translation>训练...</translation>
    </message>
    <message>
        <source>No training yet</source>
        <translation>还没有训练</translation>
    </message>
    <message>
        <source>The network of this study, or another one for its images, is trained while you watch.</source>
        <translation>训练本研究的网络，或另一个适合其图像的网络，并观察它学习。</translation>
    </message>
    <message>
        <source>Networks are trained in studies of CNNs: open one from the File menu.</source>
        <translation>网络在 CNN 研究中训练：请从文件菜单打开一个。</translation>
    </message>
    <message>
        <source>Epoch %1 of %2</source>
        <translation>第 %1 轮，共 %2 轮</translation>
    </message>
    <message>
        <source>%1 images a second</source>
        <translation>每秒 %1 张图像</translation>
    </message>
    <message>
        <source>%1 left</source>
        <translation>剩余 %1</translation>
    </message>
    <message>
        <source>epoch</source>
        <translation>轮</translation>
    </message>
    <message>
        <source>epochs</source>
        <translation>轮</translation>
    </message>
    <message>
        <source>, as integer network %1</source>
        <translation>，作为整数网络 %1</translation>
    </message>
    <message>
        <source>Stopped after %1</source>
        <translation>%1 后停止</translation>
    </message>
    <message>
        <source>Failed after %1</source>
        <translation>%1 后失败</translation>
    </message>
    <message>
        <source>%1 into %2</source>
        <translation>%1，存入 %2</translation>
    </message>
    <message>
        <source>Accuracy over epochs</source>
        <translation>准确率随轮数的变化</translation>
    </message>
    <message>
        <source>Epoch</source>
        <translation>轮次</translation>
    </message>
    <message>
        <source>Accuracy</source>
        <translation>准确率</translation>
    </message>
    <message>
        <source>Validation</source>
        <translation>验证</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Training loss over epochs</source>
        <translation>训练损失随轮数的变化</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>Training loss</source>
        <translation>训练损失</translation>
    </message>
    <message>
        <source>%1: validation %2</source>
        <translation>%1：验证 %2</translation>
    </message>
    <message>
        <source>paused (resume it in Jobs)</source>
        <translation>已暂停（在“任务”中继续）</translation>
    </message>
</context>
<context>
    <name>burin::views::TrialsCard</name>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Milo 2021, 50 to 225 µS</source>
        <translation>Milo 2021，50 到 225 µS</translation>
    </message>
    <message>
        <source>Wan 2022, 1 to 39 µS</source>
        <translation>Wan 2022，1 到 39 µS</translation>
    </message>
    <message>
        <source>Monte-Carlo over imperfect cells</source>
        <translation>非理想单元的蒙特卡洛</translation>
    </message>
    <message>
        <source>Programming spread</source>
        <translation>编程离散</translation>
    </message>
    <message>
        <source>Stuck cells</source>
        <translation>固定单元</translation>
    </message>
    <message>
        <source>Share of the cells that stay at their highest conductance, and as many at their lowest.</source>
        <translation>停在最高电导的单元比例，停在最低电导的同样多。</translation>
    </message>
    <message>
        <source>Read noise</source>
        <translation>读噪声</translation>
    </message>
    <message>
        <source>Fluctuation of one cell at each reading: standard deviation over its range.</source>
        <translation>单元每次读取的波动：标准差与其范围之比。</translation>
    </message>
    <message>
        <source>Trials</source>
        <translation>试验次数</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>Draw chips</source>
        <translation>抽取芯片</translation>
    </message>
    <message>
        <source>Run the Monte-Carlo trials</source>
        <translation>运行蒙特卡洛试验</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Stop the trials</source>
        <translation>停止试验</translation>
    </message>
    <message>
        <source>Progress of the trials</source>
        <translation>试验进度</translation>
    </message>
    <message>
        <source>No trial yet</source>
        <translation>还没有试验</translation>
    </message>
    <message>
        <source>Choose how cells are imperfect and press Draw chips.</source>
        <translation>选择单元如何不理想，然后按“抽取芯片”。</translation>
    </message>
    <message>
        <source>How far a programmed conductance lies from the wanted one, as measured on real devices.</source>
        <translation>编程后的电导偏离目标多少，按真实器件实测。</translation>
    </message>
    <message>
        <source>Chips whose cells are drawn anew.</source>
        <translation>单元重新抽取的芯片。</translation>
    </message>
    <message>
        <source>all</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>The first validation images; every chip sees the same.</source>
        <translation>最前面的验证图像；每块芯片看到的相同。</translation>
    </message>
    <message>
        <source>Stuck cells, on and off each</source>
        <translation>固定单元（开、关各）</translation>
    </message>
    <message>
        <source>With ideal cells all chips are alike: choose an imperfection.</source>
        <translation>理想单元的芯片都一样：请选择一种不理想性。</translation>
    </message>
    <message>
        <source>The accuracy of chips like this, each with cells of its own; the bars show ideal cells.</source>
        <translation>这样的芯片的准确率，每块有自己的单元；配置面板显示的是理想单元。</translation>
    </message>
    <message>
        <source>This study has no weights and no images, so no accuracy.</source>
        <translation>此研究没有权重和图像，因此没有准确率。</translation>
    </message>
    <message>
        <source>Accuracy of %1</source>
        <translation>%1的准确率</translation>
    </message>
    <message>
        <source>chip</source>
        <translation>块芯片</translation>
    </message>
    <message>
        <source>chips</source>
        <translation>块芯片</translation>
    </message>
    <message>
        <source>Trial</source>
        <translation>试验</translation>
    </message>
    <message>
        <source>Accuracy</source>
        <translation>准确率</translation>
    </message>
    <message>
        <source>mean</source>
        <translation>均值</translation>
    </message>
    <message>
        <source>95 % interval of the mean</source>
        <translation>均值的 95 % 区间</translation>
    </message>
    <message>
        <source>ideal cells</source>
        <translation>理想单元</translation>
    </message>
    <message>
        <source>integer network</source>
        <translation>整数网络</translation>
    </message>
    <message>
        <source>a chip</source>
        <translation>一块芯片</translation>
    </message>
    <message>
        <source>%1 on %2 (mean and 95 % interval over %3; worst %4, best %5). Ideal cells %6, integer network %7.</source>
        <translation>在 %2上 %1（%3的均值和 95 % 区间；最差 %4，最好 %5）。理想单元 %6，整数网络 %7。</translation>
    </message>
    <message>
        <source>image</source>
        <translation>张图像</translation>
    </message>
    <message>
        <source>images</source>
        <translation>张图像</translation>
    </message>
    <message>
        <source>The configuration has changed since.</source>
        <translation>此后配置已改变。</translation>
    </message>
</context>
<context>
    <name>burin::views::ValueSlider</name>
    <message>
        <source>%1, value</source>
        <translation>%1，数值</translation>
    </message>
</context>
<context>
    <name>burin::views::Verdict</name>
    <message>
        <source>less than 1 %</source>
        <translation>不到 1 %</translation>
    </message>
    <message>
        <source>%1 %2 is %3 above %4 (%5)</source>
        <translation>%1 %2，比 %4（%5）高 %3</translation>
    </message>
    <message>
        <source>%1 %2 is %3 below %4 (%5)</source>
        <translation>%1 %2，比 %4（%5）低 %3</translation>
    </message>
    <message>
        <source>all that %1 has</source>
        <translation>%1 的全部资源</translation>
    </message>
    <message>
        <source>the budget</source>
        <translation>约束</translation>
    </message>
    <message>
        <source>no bits keep it with this preset and pruning: %1 is at least %2</source>
        <translation>在此预设和剪枝下没有位宽能满足：%1至少为 %2</translation>
    </message>
</context>
<context>
    <name>burin::views::WeightEditor</name>
    <message>
        <source>pruning by hand</source>
        <translation>手动剪枝</translation>
    </message>
    <message>
        <source>pinning by hand</source>
        <translation>手动固定</translation>
    </message>
    <message>
        <source>return to the ranker</source>
        <translation>交还排序方法</translation>
    </message>
    <message>
        <source>reset of what was made by hand</source>
        <translation>重置手动更改</translation>
    </message>
    <message>
        <source>A mask made by hand decides about every weight</source>
        <translation>手动掩码决定每个权重的去留</translation>
    </message>
    <message>
        <source>Made by hand: %1 pruned, %2 pinned</source>
        <translation>手动：%1 个剪枝，%2 个固定</translation>
    </message>
</context>
<context>
    <name>burin::views::WidthsEditor</name>
    <message>
        <source>Input</source>
        <translation>输入</translation>
    </message>
    <message>
        <source>Bits of the input values</source>
        <translation>输入值的位宽</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Bits of the neurons&apos; states</source>
        <translation>神经元状态的位宽</translation>
    </message>
    <message>
        <source>W_in</source>
        <translation>W_in</translation>
    </message>
    <message>
        <source>Bits of the input weights</source>
        <translation>输入权重的位宽</translation>
    </message>
    <message>
        <source>W_r</source>
        <translation>W_r</translation>
    </message>
    <message>
        <source>Bits of the recurrent weights</source>
        <translation>循环权重的位宽</translation>
    </message>
    <message>
        <source>W_out</source>
        <translation>W_out</translation>
    </message>
    <message>
        <source>Bits of the read-out weights</source>
        <translation>读出权重的位宽</translation>
    </message>
    <message>
        <source>Bit histogram of %1</source>
        <translation>%1 的位直方图</translation>
    </message>
</context>
<context>
    <name>burin::workbench::CnnStudyEngine</name>
    <message>
        <source>The Verilog of CNN accelerators is not generated yet; it is for reservoirs.</source>
        <translation>CNN 加速器的 Verilog 尚不能生成；目前只支持储备池。</translation>
    </message>
</context>
<context>
    <name>burin::workbench::CrossbarStudyEngine</name>
    <message>
        <source>Crossbars have no circuit to synthesise; the Hardware tab shows their arrays.</source>
        <translation>交叉阵列没有可综合的电路；硬件选项卡显示其阵列。</translation>
    </message>
    <message>
        <source>Verify and Export need the network&apos;s weights; this study is of the cost alone.</source>
        <translation>验证和导出需要网络的权重；此研究只有成本。</translation>
    </message>
</context>
<context>
    <name>burin::workbench::ImageStudyEngine</name>
    <message>
        <source>Accuracy</source>
        <translation>准确率</translation>
    </message>
    <message>
        <source>%1 training (%2 of them for validation) and %3 test images of %4, %5</source>
        <translation>%1 张训练图像（其中 %2 张用于验证）和 %3 张测试图像，%4，%5</translation>
    </message>
    <message>
        <source>class</source>
        <translation>个类别</translation>
    </message>
    <message>
        <source>classes</source>
        <translation>个类别</translation>
    </message>
    <message>
        <source>The cost alone: the study has neither weights nor images, so no accuracy.</source>
        <translation>只有成本：研究没有权重和图像，因此没有准确率。</translation>
    </message>
    <message>
        <source>CNN %1: %2, %3</source>
        <translation>CNN %1：%2，%3</translation>
    </message>
    <message>
        <source>layer with weights</source>
        <translation>个带权重的层</translation>
    </message>
    <message>
        <source>layers with weights</source>
        <translation>个带权重的层</translation>
    </message>
    <message>
        <source>weight</source>
        <translation>个权重</translation>
    </message>
    <message>
        <source>weights</source>
        <translation>个权重</translation>
    </message>
    <message>
        <source>; the files have no test images: these were split off from the training images</source>
        <translation>；文件中没有测试图像：测试图像从训练图像中分出</translation>
    </message>
</context>
<context>
    <name>burin::workbench::LessonCard</name>
    <message>
        <source>Lesson</source>
        <translation>课程</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>上一步</translation>
    </message>
    <message>
        <source>Step back</source>
        <translation>返回上一步</translation>
    </message>
    <message>
        <source>Do it for me</source>
        <translation>替我完成</translation>
    </message>
    <message>
        <source>Do this step for me</source>
        <translation>替我完成此步骤</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>下一步</translation>
    </message>
    <message>
        <source>Next step</source>
        <translation>下一步</translation>
    </message>
    <message>
        <source>Finish</source>
        <translation>结束</translation>
    </message>
    <message>
        <source>%1 Step %2 of %3</source>
        <translation>%1 第 %2 步，共 %3 步</translation>
    </message>
</context>
<context>
    <name>burin::workbench::MainWindow</name>
    <message>
        <source>&amp;New study from data...</source>
        <translation>从数据新建研究(&amp;N)...</translation>
    </message>
    <message>
        <source>&amp;Open...</source>
        <translation>打开(&amp;O)...</translation>
    </message>
    <message>
        <source>Open &amp;example: pen strokes</source>
        <translation>打开示例：笔画(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>退出(&amp;Q)</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>撤销(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>重做(&amp;R)</translation>
    </message>
    <message>
        <source>Copy &amp;configuration as command</source>
        <translation>将配置复制为命令(&amp;C)</translation>
    </message>
    <message>
        <source>Copy &amp;sweep as command</source>
        <translation>将扫描复制为命令(&amp;S)</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>&amp;Run sweep</source>
        <translation>运行扫描(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Stop all jobs</source>
        <translation>停止所有任务(&amp;S)</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Select the &amp;recommended point</source>
        <translation>选择推荐的设计点(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Verify</source>
        <translation>验证(&amp;V)</translation>
    </message>
    <message>
        <source>S&amp;ynthesise</source>
        <translation>综合(&amp;Y)</translation>
    </message>
    <message>
        <source>&amp;Export project...</source>
        <translation>导出工程(&amp;E)...</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Fewer bits</source>
        <translation>减小位宽</translation>
    </message>
    <message>
        <source>More bits</source>
        <translation>增大位宽</translation>
    </message>
    <message>
        <source>Less pruning</source>
        <translation>减少剪枝</translation>
    </message>
    <message>
        <source>More pruning</source>
        <translation>增加剪枝</translation>
    </message>
    <message>
        <source>Theme of the &amp;system</source>
        <translation>系统主题(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Light theme</source>
        <translation>浅色主题(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Dark theme</source>
        <translation>深色主题(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Reset layout</source>
        <translation>重置布局(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Filter points</source>
        <translation>筛选设计点(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Keys</source>
        <translation>快捷键(&amp;K)</translation>
    </message>
    <message>
        <source>&amp;About Burin</source>
        <translation>关于 Burin(&amp;A)</translation>
    </message>
    <message>
        <source>Menus</source>
        <translation>菜单</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>文件(&amp;F)</translation>
    </message>
    <message>
        <source>Open &amp;recent</source>
        <translation>最近打开(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>编辑(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Study</source>
        <translation>研究(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Run</source>
        <translation>运行(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Hardware</source>
        <translation>硬件(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>视图(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>帮助(&amp;H)</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>工具</translation>
    </message>
    <message>
        <source>New</source>
        <translation>新建</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Show jobs</source>
        <translation>显示任务</translation>
    </message>
    <message>
        <source>No jobs</source>
        <translation>无任务</translation>
    </message>
    <message>
        <source>Export the project into a new folder</source>
        <translation>将工程导出到新文件夹</translation>
    </message>
    <message>
        <source>Replace this folder?</source>
        <translation>替换此文件夹？</translation>
    </message>
    <message>
        <source>%1 exists and is not empty.</source>
        <translation>%1 已存在且不为空。</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>替换</translation>
    </message>
    <message>
        <source>Keep it</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>%1 copied: %2</source>
        <translation>已复制%1：%2</translation>
    </message>
    <message>
        <source>No studies yet</source>
        <translation>尚无研究</translation>
    </message>
    <message>
        <source>About Burin</source>
        <translation>关于 Burin</translation>
    </message>
    <message>
        <source>Burin %1</source>
        <translation>Burin %1</translation>
    </message>
    <message>
        <source>Engraves a neural network into hardware: pick bit widths and pruning, watch accuracy and cost move, export a Verilog project that proves itself.

Free software under the GNU General Public License, version 3 or later.</source>
        <translation>将神经网络刻入硬件：选择位宽和剪枝率，观察准确率与代价的变化，导出可自我验证的 Verilog 工程。

自由软件，遵循 GNU 通用公共许可证第 3 版或更新版本。</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>快捷键</translation>
    </message>
    <message>
        <source>Burin</source>
        <translation>Burin</translation>
    </message>
    <message>
        <source>Views of the study</source>
        <translation>研究视图</translation>
    </message>
    <message>
        <source>Explore</source>
        <translation>探索</translation>
    </message>
    <message>
        <source>Sweep</source>
        <translation>扫描</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>Study</source>
        <translation>研究</translation>
    </message>
    <message>
        <source>Configuration</source>
        <translation>配置</translation>
    </message>
    <message>
        <source>Points</source>
        <translation>设计点</translation>
    </message>
    <message>
        <source>Jobs</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>日志</translation>
    </message>
    <message>
        <source>Docks in one place</source>
        <translation>同一位置的面板</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>Saved %1 and its values</source>
        <translation>已保存 %1 及其数值</translation>
    </message>
    <message>
        <source>The chart could not be saved</source>
        <translation>无法保存图表</translation>
    </message>
    <message>
        <source>Opening %1...</source>
        <translation>正在打开 %1...</translation>
    </message>
    <message>
        <source>job</source>
        <translation>个任务</translation>
    </message>
    <message>
        <source>jobs</source>
        <translation>个任务</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>就绪</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>打开文件夹</translation>
    </message>
    <message>
        <source>Stop the running jobs and close?</source>
        <translation>停止正在运行的任务并关闭？</translation>
    </message>
    <message>
        <source>Finished points are stored already; a sweep goes on where it stopped when it is run again.</source>
        <translation>已完成的设计点均已保存；再次运行扫描时将从停止处继续。</translation>
    </message>
    <message>
        <source>Stop and close</source>
        <translation>停止并关闭</translation>
    </message>
    <message>
        <source>Keep running</source>
        <translation>继续运行</translation>
    </message>
    <message>
        <source>Go to %1</source>
        <translation>转到%1</translation>
    </message>
    <message>
        <source>Docks</source>
        <translation>面板</translation>
    </message>
    <message>
        <source>Point %1: %2</source>
        <translation>设计点 %1：%2</translation>
    </message>
    <message>
        <source>Save &amp;bundle...</source>
        <translation>保存数据包(&amp;B)...</translation>
    </message>
    <message>
        <source>&amp;Close study</source>
        <translation>关闭研究(&amp;C)</translation>
    </message>
    <message>
        <source>Hardware</source>
        <translation>硬件</translation>
    </message>
    <message>
        <source>%1 copied</source>
        <translation>已复制 %1</translation>
    </message>
    <message>
        <source>point</source>
        <translation>个设计点</translation>
    </message>
    <message>
        <source>points</source>
        <translation>个设计点</translation>
    </message>
    <message>
        <source>Open a C&amp;NN...</source>
        <translation>打开 C&amp;NN...</translation>
    </message>
    <message>
        <source>A bundle does not carry the weights of a CNN yet; copy the study and its files.</source>
        <translation>打包文件尚不包含 CNN 的权重；请复制研究及其文件。</translation>
    </message>
    <message>
        <source>&amp;Train...</source>
        <translation>训练(&amp;T)...</translation>
    </message>
    <message>
        <source>Networks are trained in studies of CNNs.</source>
        <translation>网络在 CNN 研究中训练。</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Finished points and whole epochs are stored already: a sweep goes on where it stopped, a training from its last whole epoch.</source>
        <translation>已完成的点和完整的轮次都已保存：扫描从停止处继续，训练从最后一个完整的轮次继续。</translation>
    </message>
    <message>
        <source>Copy &amp;verification as command</source>
        <translation>将验证复制为命令(&amp;V)</translation>
    </message>
    <message>
        <source>Copy s&amp;ynthesis as command</source>
        <translation>将综合复制为命令(&amp;Y)</translation>
    </message>
    <message>
        <source>Copy &amp;export as command</source>
        <translation>将导出复制为命令(&amp;E)</translation>
    </message>
    <message>
        <source>Copy re&amp;port as command</source>
        <translation>将报告复制为命令(&amp;P)</translation>
    </message>
    <message>
        <source>Copy &amp;bundle as command</source>
        <translation>将打包复制为命令(&amp;B)</translation>
    </message>
    <message>
        <source>Copy as &amp;command</source>
        <translation>复制为命令(&amp;C)</translation>
    </message>
    <message>
        <source>Read-only</source>
        <translation>只读</translation>
    </message>
    <message>
        <source>Read-only: %1. Nothing can be computed into this study, starred or deleted; File &gt; Save a copy makes one that can.</source>
        <translation>只读：%1。不能在此研究中计算、加星或删除；“文件 &gt; 保存研究副本”可得到一个可以修改的副本。</translation>
    </message>
    <message>
        <source>, %1 paused</source>
        <translation>，%1 个已暂停</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>&amp;Compute this design</source>
        <translation>计算此设计(&amp;C)</translation>
    </message>
</context>
<context>
    <name>burin::workbench::Session</name>
    <message>
        <source>Accuracy</source>
        <translation>准确率</translation>
    </message>
    <message>
        <source>accuracy</source>
        <translation>准确率</translation>
    </message>
    <message>
        <source>The star could not be stored</source>
        <translation>无法保存星标</translation>
    </message>
    <message>
        <source>The note could not be stored</source>
        <translation>无法保存备注</translation>
    </message>
    <message>
        <source>Open %1</source>
        <translation>打开 %1</translation>
    </message>
    <message>
        <source>Opened %1</source>
        <translation>已打开 %1</translation>
    </message>
    <message>
        <source>NRMSE</source>
        <translation>NRMSE</translation>
    </message>
    <message>
        <source>%1 training and %2 test series, %3, </source>
        <translation>%1 条训练序列和 %2 条测试序列，%3，</translation>
    </message>
    <message>
        <source>class</source>
        <translation>个类别</translation>
    </message>
    <message>
        <source>classes</source>
        <translation>个类别</translation>
    </message>
    <message>
        <source>%1 training and %2 test steps, </source>
        <translation>%1 个训练时间步和 %2 个测试时间步，</translation>
    </message>
    <message>
        <source>channel</source>
        <translation>个通道</translation>
    </message>
    <message>
        <source>channels</source>
        <translation>个通道</translation>
    </message>
    <message>
        <source>Echo state network, %1, %2 links each</source>
        <translation>回声状态网络，%1，每个有 %2 条连接</translation>
    </message>
    <message>
        <source>neuron</source>
        <translation>个神经元</translation>
    </message>
    <message>
        <source>neurons</source>
        <translation>个神经元</translation>
    </message>
    <message>
        <source>choice of a point</source>
        <translation>选择设计点</translation>
    </message>
    <message>
        <source>Started: %1</source>
        <translation>已开始：%1</translation>
    </message>
    <message>
        <source>Sweep of %1</source>
        <translation>扫描 %1</translation>
    </message>
    <message>
        <source>point</source>
        <translation>个设计点</translation>
    </message>
    <message>
        <source>points</source>
        <translation>个设计点</translation>
    </message>
    <message>
        <source>Sweep done: %1 computed</source>
        <translation>扫描完成：已计算 %1</translation>
    </message>
    <message>
        <source>, %1 were there already</source>
        <translation>，%1 个已存在</translation>
    </message>
    <message>
        <source>, %1 failed (see the table)</source>
        <translation>，%1 个失败（见表格）</translation>
    </message>
    <message>
        <source>Verify %1</source>
        <translation>验证 %1</translation>
    </message>
    <message>
        <source>Verified: %1</source>
        <translation>已验证：%1</translation>
    </message>
    <message>
        <source>Not verified: %1</source>
        <translation>未通过验证：%1</translation>
    </message>
    <message>
        <source>The project could not be verified</source>
        <translation>工程未能通过验证</translation>
    </message>
    <message>
        <source>Synthesise %1</source>
        <translation>综合 %1</translation>
    </message>
    <message>
        <source>Synthesised: %1 LUT (estimate %2), %3 delay</source>
        <translation>已综合：%1 LUT（估计 %2），延迟 %3</translation>
    </message>
    <message>
        <source>Export %1</source>
        <translation>导出 %1</translation>
    </message>
    <message>
        <source>Exported %1, verified bit-exact: %2</source>
        <translation>已导出 %1，验证逐位一致：%2</translation>
    </message>
    <message>
        <source>Exported %1, UNSEALED (no simulator is installed): %2</source>
        <translation>已导出 %1，未经验证 UNSEALED（未安装仿真器）：%2</translation>
    </message>
    <message>
        <source>file</source>
        <translation>个文件</translation>
    </message>
    <message>
        <source>files</source>
        <translation>个文件</translation>
    </message>
    <message>
        <source>Score on the test set: %1</source>
        <translation>测试集得分：%1</translation>
    </message>
    <message>
        <source>%1 on the test set: %2. The study keeps note of the reading.</source>
        <translation>%1在测试集上：%2。研究会记录此次读取。</translation>
    </message>
    <message>
        <source>%1 is open already.</source>
        <translation>%1 已打开。</translation>
    </message>
    <message>
        <source>Example %1</source>
        <translation>示例 %1</translation>
    </message>
    <message>
        <source>Closed %1</source>
        <translation>已关闭 %1</translation>
    </message>
    <message>
        <source>Save %1</source>
        <translation>保存 %1</translation>
    </message>
    <message>
        <source>Saved the bundle %1</source>
        <translation>已保存数据包 %1</translation>
    </message>
    <message>
        <source>Synthesised %1</source>
        <translation>已综合 %1</translation>
    </message>
    <message>
        <source>, %1 were done already</source>
        <translation>，%1 个此前已完成</translation>
    </message>
    <message>
        <source>, %1 failed (see Hardware)</source>
        <translation>，%1 个失败（见“硬件”）</translation>
    </message>
    <message>
        <source>Point %1 could not be synthesised: %2</source>
        <translation>设计点 %1 无法综合：%2</translation>
    </message>
    <message>
        <source>Failed point: %1: %2</source>
        <translation>失败的设计点：%1：%2</translation>
    </message>
    <message>
        <source>... and %1 more: filter the table by status=failed</source>
        <translation>... 另有 %1 个：可用 status=failed 筛选表格</translation>
    </message>
    <message>
        <source>Copy points</source>
        <translation>复制设计点</translation>
    </message>
    <message>
        <source>Save points</source>
        <translation>保存设计点</translation>
    </message>
    <message>
        <source>Saved %1: %2</source>
        <translation>已保存 %1：%2</translation>
    </message>
    <message>
        <source>A study of that name was not this example&apos;s any more. It is kept as %1.</source>
        <translation>同名的研究已不属于此示例，已另存为 %1。</translation>
    </message>
    <message>
        <source>The points could not be deleted</source>
        <translation>无法删除设计点</translation>
    </message>
    <message>
        <source>The points could not be brought back</source>
        <translation>无法恢复设计点</translation>
    </message>
    <message>
        <source>Brought back %1</source>
        <translation>已恢复 %1</translation>
    </message>
    <message>
        <source>Deleted %1</source>
        <translation>已删除 %1</translation>
    </message>
    <message>
        <source>deletion of %1</source>
        <translation>删除 %1</translation>
    </message>
    <message>
        <source>Deleted %1. Undo (Ctrl+Z) brings back what was deleted.</source>
        <translation>已删除 %1。撤销 (Ctrl+Z) 可恢复。</translation>
    </message>
    <message>
        <source>%1 over imperfect cells: %2</source>
        <translation>非理想单元上的 %1：%2</translation>
    </message>
    <message>
        <source>trial</source>
        <translation>次试验</translation>
    </message>
    <message>
        <source>trials</source>
        <translation>次试验</translation>
    </message>
    <message>
        <source>Accuracy with imperfect cells: %1 on %2</source>
        <translation>非理想单元的准确率：%1，在 %2上</translation>
    </message>
    <message>
        <source>image</source>
        <translation>张图像</translation>
    </message>
    <message>
        <source>images</source>
        <translation>张图像</translation>
    </message>
    <message>
        <source>budget</source>
        <translation>约束</translation>
    </message>
    <message>
        <source>Read-only: %1</source>
        <translation>只读：%1</translation>
    </message>
    <message>
        <source>star</source>
        <translation>加星</translation>
    </message>
    <message>
        <source>removal of a star</source>
        <translation>去掉星标</translation>
    </message>
    <message>
        <source>note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>The points of the study could not be read</source>
        <translation>无法读取研究中的设计点</translation>
    </message>
    <message>
        <source>Stopped: %1</source>
        <translation>已停止：%1</translation>
    </message>
    <message>
        <source>The grid of the sweep could not be stored</source>
        <translation>无法保存扫描的网格</translation>
    </message>
    <message>
        <source>The budget could not be stored</source>
        <translation>无法保存约束</translation>
    </message>
    <message>
        <source>The position of the sliders could not be stored</source>
        <translation>滑块的位置无法保存</translation>
    </message>
    <message>
        <source>Means over %1 seeds.</source>
        <translation>以上为 %1 个种子的均值。</translation>
    </message>
    <message>
        <source>Not installed: %1. Nothing else plays every vector; the point&apos;s seal stays as it was.</source>
        <translation>未安装：%1。没有其他工具会运行全部向量；该设计点的验证标记保持不变。</translation>
    </message>
    <message>
        <source>Compute %1</source>
        <translation>计算 %1</translation>
    </message>
    <message>
        <source>A point of the study now: %1</source>
        <translation>已成为研究的设计点：%1</translation>
    </message>
</context>
<context>
    <name>burin::workbench::Surroundings</name>
    <message>
        <source>&amp;Save a copy of the study...</source>
        <translation>保存研究副本(&amp;S)...</translation>
    </message>
    <message>
        <source>Re&amp;port...</source>
        <translation>报告(&amp;P)...</translation>
    </message>
    <message>
        <source>Export the &amp;front...</source>
        <translation>导出前沿(&amp;F)...</translation>
    </message>
    <message>
        <source>&amp;Command palette...</source>
        <translation>命令面板(&amp;C)...</translation>
    </message>
    <message>
        <source>&amp;Presentation mode</source>
        <translation>演示模式(&amp;P)</translation>
    </message>
    <message>
        <source>Leave presentation mode</source>
        <translation>退出演示模式</translation>
    </message>
    <message>
        <source>Lang&amp;uage</source>
        <translation>语言(&amp;U)</translation>
    </message>
    <message>
        <source>Language of the system</source>
        <translation>系统语言</translation>
    </message>
    <message>
        <source>The language changes when Burin starts the next time.</source>
        <translation>语言将在下次启动 Burin 时生效。</translation>
    </message>
    <message>
        <source>User &amp;guide</source>
        <translation>用户指南(&amp;G)</translation>
    </message>
    <message>
        <source>&amp;Lesson</source>
        <translation>课程(&amp;L)</translation>
    </message>
    <message>
        <source>Copy &amp;diagnostics</source>
        <translation>复制诊断信息(&amp;D)</translation>
    </message>
    <message>
        <source>Save a copy of the study</source>
        <translation>保存研究副本</translation>
    </message>
    <message>
        <source>Studies (*.burin)</source>
        <translation>研究 (*.burin)</translation>
    </message>
    <message>
        <source>-copy</source>
        <translation>-副本</translation>
    </message>
    <message>
        <source>Save a copy</source>
        <translation>保存副本</translation>
    </message>
    <message>
        <source>Copy saved: %1. This study itself is stored as you work.</source>
        <translation>副本已保存：%1。当前研究会随操作自动保存。</translation>
    </message>
    <message>
        <source>Report of the study</source>
        <translation>研究报告</translation>
    </message>
    <message>
        <source>Document (*.pdf)</source>
        <translation>文档 (*.pdf)</translation>
    </message>
    <message>
        <source>Web page (*.html)</source>
        <translation>网页 (*.html)</translation>
    </message>
    <message>
        <source>Write the report</source>
        <translation>生成报告</translation>
    </message>
    <message>
        <source>Report written: %1</source>
        <translation>报告已生成：%1</translation>
    </message>
    <message>
        <source>Folder for the projects of the front</source>
        <translation>前沿工程的文件夹</translation>
    </message>
    <message>
        <source>Export here</source>
        <translation>导出到此处</translation>
    </message>
    <message>
        <source>Replace folders?</source>
        <translation>替换文件夹？</translation>
    </message>
    <message>
        <source>%1 of the %2 folders exist already.</source>
        <translation>%2 个文件夹中有 %1 个已存在。</translation>
    </message>
    <message>
        <source>Keep them to write only the others.</source>
        <translation>保留它们则只写入其余文件夹。</translation>
    </message>
    <message>
        <source>Keep them</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>Replace them</source>
        <translation>替换</translation>
    </message>
    <message>
        <source>Export the front, %1</source>
        <translation>导出前沿，%1</translation>
    </message>
    <message>
        <source>point</source>
        <translation>个设计点</translation>
    </message>
    <message>
        <source>points</source>
        <translation>个设计点</translation>
    </message>
    <message>
        <source>Not exported: %1</source>
        <translation>未导出：%1</translation>
    </message>
    <message>
        <source>%1 exported and verified</source>
        <translation>已导出并验证 %1</translation>
    </message>
    <message>
        <source>project</source>
        <translation>个工程</translation>
    </message>
    <message>
        <source>projects</source>
        <translation>个工程</translation>
    </message>
    <message>
        <source>, %1 UNSEALED (no simulator is installed)</source>
        <translation>，%1 个未经验证 UNSEALED（未安装仿真器）</translation>
    </message>
    <message>
        <source>, %1 kept as they were</source>
        <translation>，%1 个保持原样</translation>
    </message>
    <message>
        <source>: %1</source>
        <translation>：%1</translation>
    </message>
    <message>
        <source>%1 of %2 points could not be exported</source>
        <translation>%2 个设计点中有 %1 个未能导出</translation>
    </message>
    <message>
        <source>Collect diagnostics</source>
        <translation>收集诊断信息</translation>
    </message>
    <message>
        <source>Diagnostics copied. They name no person.</source>
        <translation>诊断信息已复制，不含个人信息。</translation>
    </message>
</context>
<context>
    <name>burin::workbench::Trainer</name>
    <message>
        <source>Train %1</source>
        <translation>训练 %1</translation>
    </message>
    <message>
        <source>Training: %1</source>
        <translation>训练：%1</translation>
    </message>
    <message>
        <source>Trained: %1</source>
        <translation>训练完成：%1</translation>
    </message>
    <message>
        <source>The last whole epoch is kept: Resume goes on from it.</source>
        <translation>最后一个完整的轮次已保存：“继续”从那里接着训练。</translation>
    </message>
    <message>
        <source>No epoch was over: a new training begins anew.</source>
        <translation>还没有完成一轮：新的训练从头开始。</translation>
    </message>
    <message>
        <source>The training failed; the Training tab says why.</source>
        <translation>训练失败；“训练”标签页说明原因。</translation>
    </message>
    <message>
        <source>A training of this study is not over: the Training tab resumes it.</source>
        <translation>本研究的一次训练尚未结束：可在“训练”标签页中继续。</translation>
    </message>
</context>
<context>
    <name>burin::workbench::WayIn</name>
    <message>
        <source>Reservoir on an FPGA</source>
        <translation>FPGA 上的储备池</translation>
    </message>
    <message>
        <source>Pen strokes</source>
        <translation>笔画</translation>
    </message>
    <message>
        <source>Tell ten drawn figures apart. What do 8, 6 and 4 bits and pruning cost in accuracy?</source>
        <translation>区分十种手绘图形。8、6、4 位和剪枝会损失多少准确率？</translation>
    </message>
    <message>
        <source>Forecast chaos</source>
        <translation>预测混沌</translation>
    </message>
    <message>
        <source>Say where a chaotic Mackey-Glass series is ten steps from now; the error is the NRMSE.</source>
        <translation>预测混沌 Mackey-Glass 序列十个时间步之后的值；误差以 NRMSE 衡量。</translation>
    </message>
    <message>
        <source>Follow a system</source>
        <translation>跟踪系统</translation>
    </message>
    <message>
        <source>Imitate NARMA10, whose output hangs on ten steps of the past: a test of memory.</source>
        <translation>模拟 NARMA10：其输出取决于过去十个时间步，用于检验记忆能力。</translation>
    </message>
    <message>
        <source>Studies and bundles (*.burin *%1)</source>
        <translation>研究和数据包 (*.burin *%1)</translation>
    </message>
    <message>
        <source>Command copied: %1</source>
        <translation>已复制命令：%1</translation>
    </message>
    <message>
        <source>Open a study or a data set</source>
        <translation>打开研究或数据集</translation>
    </message>
    <message>
        <source>Data sets (*.csv *.tsv *.ts *.tra *.npy *.txt *.gz *.xz)</source>
        <translation>数据集 (*.csv *.tsv *.ts *.tra *.npy *.txt *.gz *.xz)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
    <message>
        <source>Save the study with its data as one file</source>
        <translation>将研究及其数据保存为一个文件</translation>
    </message>
    <message>
        <source>Bundles (*%1)</source>
        <translation>数据包 (*%1)</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Where is %1?</source>
        <translation>%1 在哪里？</translation>
    </message>
    <message>
        <source>Where are the data of this study?</source>
        <translation>此研究的数据在哪里？</translation>
    </message>
    <message>
        <source>Locate...</source>
        <translation>定位...</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Where are the data?</source>
        <translation>数据在哪里？</translation>
    </message>
    <message>
        <source>Drop to open the study %1</source>
        <translation>松开以打开研究 %1</translation>
    </message>
    <message>
        <source>Drop to read the data in %1</source>
        <translation>松开以读取 %1 中的数据</translation>
    </message>
    <message>
        <source>CNN on an FPGA</source>
        <translation>FPGA 上的 CNN</translation>
    </message>
    <message>
        <source>Letters</source>
        <translation>字母</translation>
    </message>
    <message>
        <source>Tell ten drawn capital letters apart. Which layer can do with fewer bits and filters, and what does that save?</source>
        <translation>区分十个手绘大写字母。哪一层可以用更少的位和滤波器，能省下多少？</translation>
    </message>
    <message>
        <source>CNN on ReRAM crossbars</source>
        <translation>ReRAM 交叉阵列上的 CNN</translation>
    </message>
    <message>
        <source>Letters on crossbars</source>
        <translation>交叉阵列上的字母</translation>
    </message>
    <message>
        <source>The same letters in arrays of memory cells. Where does the energy go, which bits are free, and what do imperfect cells do?</source>
        <translation>同样的字母，权重在存储单元阵列中。能量去了哪里，哪些位是免费的，非理想单元又会怎样？</translation>
    </message>
</context>
<context>
    <name>main</name>
    <message>
        <source>Engrave a neural network into hardware.</source>
        <translation>将神经网络刻入硬件。</translation>
    </message>
    <message>
        <source>burin: --%1: &quot;%2&quot; is not known. Choose one of: %3.</source>
        <translation>burin：--%1：未知的值“%2”。可选值：%3。</translation>
    </message>
    <message>
        <source>A study (*.burin), a bundle or a data set; without one the last study, or the start page.</source>
        <translation>研究 (*.burin)、数据包或数据集；未指定时打开上次的研究或起始页。</translation>
    </message>
    <message>
        <source>Open a ready example: strokes, glyphs, glyphs-crossbar, mackey-glass or narma10.</source>
        <translation>打开现成示例：strokes、glyphs、glyphs-crossbar、mackey-glass 或 narma10。</translation>
    </message>
</context>
</TS>

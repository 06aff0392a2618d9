<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
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
    <name>burin::views</name>
    <message>
        <source>less than 1 %</source>
        <translation>小于 1 %</translation>
    </message>
    <message>
        <source>%1 %2 is %3 above %4 (%5)</source>
        <translation>%1 %2 超出 %4 %3（%5）</translation>
    </message>
    <message>
        <source>%1 %2 is %3 below %4 (%5)</source>
        <translation>%1 %2 低于 %4 %3（%5）</translation>
    </message>
    <message>
        <source>all that %1 has</source>
        <translation>%1 的全部资源</translation>
    </message>
    <message>
        <source>the budget</source>
        <translation>约束</translation>
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
</context>
<context>
    <name>burin::views::ChartFrame</name>
    <message>
        <source>Values of the chart</source>
        <translation>图表数值</translation>
    </message>
    <message>
        <source>Reset zoom</source>
        <translation>重置缩放</translation>
    </message>
    <message>
        <source>Show everything (Home)</source>
        <translation>显示全部 (Home)</translation>
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
        <source>Show as table</source>
        <translation>以表格显示</translation>
    </message>
    <message>
        <source>Copy as image</source>
        <translation>复制为图片</translation>
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
        <source>showing %1 of %2</source>
        <translation>显示 %2 个中的 %1 个</translation>
    </message>
    <message>
        <source>%1 over %2. The chart&apos;s menu shows the values as a table.</source>
        <translation>%1 随 %2 的变化。可通过图表菜单以表格显示数值。</translation>
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
        <source>Baseline</source>
        <translation>基线</translation>
    </message>
    <message>
        <source>Selected</source>
        <translation>所选</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>变化</translation>
    </message>
</context>
<context>
    <name>burin::views::ComparePanel</name>
    <message>
        <source>%1 bit, unpruned: %2</source>
        <translation>%1 位，未剪枝：%2</translation>
    </message>
    <message>
        <source>%1 bit, %2 pruned, %3: %4</source>
        <translation>%1 位，剪枝 %2，%3：%4</translation>
    </message>
    <message>
        <source>Baseline</source>
        <translation>基线</translation>
    </message>
    <message>
        <source>Nothing to compare yet</source>
        <translation>尚无可比较的内容</translation>
    </message>
    <message>
        <source>Select a point in a chart or in the table below; it is compared with the baseline.</source>
        <translation>在图表或下方表格中选择一个设计点，它将与基线比较。</translation>
    </message>
    <message>
        <source>Comparison</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>Use selected as baseline</source>
        <translation>将所选设为基线</translation>
    </message>
</context>
<context>
    <name>burin::views::ConfigurationPanel</name>
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
        <source>Configuration</source>
        <translation>配置</translation>
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
</context>
<context>
    <name>burin::views::EmptyState</name>
    <message>
        <source>Next step</source>
        <translation>下一步</translation>
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
        <source>No points for this ranker and read-out</source>
        <translation>此排序方法和读出层尚无设计点</translation>
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
        <source>%1: 95 % over the seeds</source>
        <translation>%1：各种子的 95 % 区间</translation>
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
</context>
<context>
    <name>burin::views::LiveBlock</name>
    <message>
        <source>Score (val)</source>
        <translation>得分（验证）</translation>
    </message>
    <message>
        <source>Exact, on the validation series, with the network that is exported.</source>
        <translation>精确值：用将要导出的网络在验证序列上计算。</translation>
    </message>
    <message>
        <source>float network %1</source>
        <translation>浮点网络 %1</translation>
    </message>
    <message>
        <source>%1 over %2</source>
        <translation>%1（%2）</translation>
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
        <source>Filter: words, or lut&lt;3000 score&gt;=0.9 bits=4</source>
        <translation>筛选：词语，或 lut&lt;3000 score&gt;=0.9 bits=4</translation>
    </message>
    <message>
        <source>Rows that contain every word. Numbers compare with bits, prune, score, lut, ff, delay, throughput, power, pdp, energy.</source>
        <translation>显示包含全部词语的行。数值可与 bits、prune、score、lut、ff、delay、throughput、power、pdp、energy 比较。</translation>
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
        <source>Bit-flip sensitivity</source>
        <translation>位翻转敏感度</translation>
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
        <source>Mean on the validation series, with its 95 % interval over seeds</source>
        <translation>验证序列上的平均值及各种子的 95 % 置信区间</translation>
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
</context>
<context>
    <name>burin::views::SweepGridModel</name>
    <message>
        <source>%1, %2 pruned</source>
        <translation>%1，剪枝 %2</translation>
    </message>
    <message>
        <source>%1 bit, %2</source>
        <translation>%1 位，%2</translation>
    </message>
    <message>
        <source>%1, %2 pruned: %3</source>
        <translation>%1，剪枝 %2：%3</translation>
    </message>
    <message>
        <source>not computed</source>
        <translation>未计算</translation>
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
        <source>Read-outs</source>
        <translation>读出层</translation>
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
        <translation>已计算 %2 个中的 %1 个</translation>
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
    <name>burin::views::ValueSlider</name>
    <message>
        <source>%1, value</source>
        <translation>%1，数值</translation>
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
        <source>Lesson: %1</source>
        <translation>课程：%1</translation>
    </message>
    <message>
        <source>Step %1 of %2</source>
        <translation>第 %1 步，共 %2 步</translation>
    </message>
    <message>
        <source>Finish</source>
        <translation>结束</translation>
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
        <source>Open a study or a data set</source>
        <translation>打开研究或数据集</translation>
    </message>
    <message>
        <source>Data sets (*.tsv *.ts *.tra *.csv *.npy)</source>
        <translation>数据集 (*.tsv *.ts *.tra *.csv *.npy)</translation>
    </message>
    <message>
        <source>Studies (*.burin)</source>
        <translation>研究 (*.burin)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
    <message>
        <source>Studies and data sets (*.burin *.tsv *.ts *.tra *.csv *.npy)</source>
        <translation>研究和数据集 (*.burin *.tsv *.ts *.tra *.csv *.npy)</translation>
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
        <source>%1 bit, %2 pruned</source>
        <translation>%1 位，剪枝 %2</translation>
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
        <source>Pen strokes example</source>
        <translation>笔画示例</translation>
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
        <source>%1 bit, %2 pruned</source>
        <translation>%1 位，剪枝 %2</translation>
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
        <source>No simulator is installed. Install verilator or iverilog.</source>
        <translation>未安装仿真器。请安装 verilator 或 iverilog。</translation>
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
    <name>main</name>
    <message>
        <source>Engrave a neural network into hardware.</source>
        <translation>将神经网络刻入硬件。</translation>
    </message>
    <message>
        <source>A study (*.burin) or a data set; the reservoir example without one.</source>
        <translation>研究 (*.burin) 或数据集；不指定则打开储备池示例。</translation>
    </message>
</context>
</TS>
